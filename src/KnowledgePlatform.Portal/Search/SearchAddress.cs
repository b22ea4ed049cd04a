using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Portal.Search;

/// <summary>What can be taken away from a search again.</summary>
/// <param name="Kind">The name of the part in the address.</param>
/// <param name="Value">Its value there.</param>
public readonly record struct ActiveFilter(string Kind, string Value);

/// <summary>A search as its address says it: whoever gets the address makes the same search, as the person that they are.</summary>
public sealed record SearchAddress
{
    /// <summary>Results that are shown at first, and added by "show more".</summary>
    public const int Step = 10;

    /// <summary>Names of the parts of an address that narrow by values.</summary>
    public static IReadOnlyList<string> Kinds => Ordered;

    private static readonly string[] Ordered = ["collection", "type", "language", "author", "tag"];

    /// <summary>What is looked for; empty for nothing yet.</summary>
    public string Query { get; init; } = "";

    /// <summary>First day, as it was written.</summary>
    public string? From { get; init; }

    /// <summary>Last day, as it was written.</summary>
    public string? To { get; init; }

    /// <summary>The order, by name; null for the best first.</summary>
    public string? Sort { get; init; }

    /// <summary>Results that are shown.</summary>
    public int Shown { get; init; } = Step;

    /// <summary>Values of filters by <see cref="Kinds"/>.</summary>
    public IReadOnlyList<ActiveFilter> Values { get; init; } = [];

    /// <summary>The filters that are given, days included, in the order of the panel.</summary>
    public IReadOnlyList<ActiveFilter> Active =>
        [.. Values, .. From is { Length: > 0 } ? [new ActiveFilter("from", From)] : (ActiveFilter[])[], .. To is { Length: > 0 } ? [new ActiveFilter("to", To)] : (ActiveFilter[])[]];

    /// <summary>Takes values of one part of an address; what is no id of a collection is one that is not there: a damaged address must not search everywhere.</summary>
    public SearchAddress With(string kind, IEnumerable<string>? values) => this with
    {
        Values = [.. Values, .. (values ?? []).Where(value => !string.IsNullOrWhiteSpace(value))
            .Select(value => new ActiveFilter(kind, kind == "collection" && !Guid.TryParse(value, out _) ? Guid.Empty.ToString() : value.Trim())).Distinct()],
    };

    /// <summary>The values of one kind.</summary>
    public IReadOnlyList<string> Of(string kind) => [.. Values.Where(value => value.Kind == kind).Select(value => value.Value)];

    /// <summary>The search with a filter more, or without it; from its beginning.</summary>
    public SearchAddress Toggle(ActiveFilter filter) => filter.Kind switch
    {
        "from" => this with { From = null, Shown = Step },
        "to" => this with { To = null, Shown = Step },
        _ => this with { Values = Values.Contains(filter) ? [.. Values.Where(value => value != filter)] : [.. Values, filter], Shown = Step },
    };

    /// <summary>The same search in everything.</summary>
    public SearchAddress WithoutFilters() => this with { Values = [], From = null, To = null, Shown = Step };

    /// <summary>The filter that Core takes.</summary>
    /// <exception cref="Core.RefusedException"><c>date_invalid</c>.</exception>
    public SearchFilter ToFilter() => new()
    {
        Collections = Of("collection") is { Count: > 0 } ids ? [.. ids.Select(Guid.Parse)] : null,
        Types = Of("type"), Languages = Of("language"), Authors = Of("author"), Tags = Of("tag"), From = SearchFilter.ReadDay(From), To = SearchFilter.ReadDay(To),
    };

    /// <summary>What decides about what is found: not the order, nor how much of it is shown.</summary>
    public string Search => (this with { Sort = null, Shown = Step }).ToString();

    /// <inheritdoc />
    public override string ToString()
    {
        var address = new StringBuilder("/search");
        Add("q", Query);
        foreach (var value in Values.OrderBy(value => Array.IndexOf(Ordered, value.Kind)))
        {
            Add(value.Kind, value.Value);
        }

        Add("from", From);
        Add("to", To);
        Add("sort", Sort is "best" ? null : Sort);
        Add("show", Shown > Step ? Shown.ToString(CultureInfo.InvariantCulture) : null);
        return address.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                address.Append(address.Length == "/search".Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }
}
