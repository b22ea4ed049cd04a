using System.Globalization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Portal.Documents.Viewer;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Search;

/// <summary>Searching without asking: passages with the words marked, narrowed by filters; all of it stands in the address.</summary>
public sealed partial class SearchPage
{
    // More than a person reads; the same in every order, so that sorting shows no other passages.
    private const int Most = 100;

    private readonly SearchResult?[] _results = new SearchResult?[Most];
    private SearchAddress _address = new();
    private IReadOnlyList<PassageHit> _hits = [];
    private SearchFacets? _facets;
    private Dictionary<string, string> _collections = [];
    private ElementReference _count;
    private string? _searched;
    private string? _refused;
    private string _typed = "";
    private bool _searching;
    private bool _panelOpen;
    private (string Address, int Result)? _focus;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Collections, by id.</summary>
    [SupplyParameterFromQuery(Name = "collection")]
    public string[]? Collection { get; set; }

    /// <summary>Types.</summary>
    [SupplyParameterFromQuery(Name = "type")]
    public string[]? Type { get; set; }

    /// <summary>Languages.</summary>
    [SupplyParameterFromQuery(Name = "language")]
    public string[]? Language { get; set; }

    /// <summary>Authors.</summary>
    [SupplyParameterFromQuery(Name = "author")]
    public string[]? Author { get; set; }

    /// <summary>Tags.</summary>
    [SupplyParameterFromQuery(Name = "tag")]
    public string[]? Tag { get; set; }

    /// <summary>First day.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>Last day.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>The order.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>How many are shown.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [Inject]
    private SearchService Service { get; set; } = null!;

    [Inject]
    private FacetStore Facets { get; set; } = null!;

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Read().ToString();

    private IEnumerable<PassageHit> Shown => SearchService.Sort(_hits, SearchRequest.ReadSort(_address.Sort)).Take(_address.Shown);

    // The same words, none of them asked for literally; null when none is.
    private SearchAddress? WithoutSigns =>
        QuestionSyntax.Parse(_address.Query) is { Required.Count: 0, Excluded.Count: 0 } ? null : _address with { Query = QuestionSyntax.WithoutSigns(_address.Query), Shown = SearchAddress.Step };

    private string Counted
    {
        get
        {
            var documents = _hits.Select(hit => hit.DocumentId).Distinct().Count();
            var found = $"{_hits.Count} passage{(_hits.Count == 1 ? "" : "s")} in {documents} document{(documents == 1 ? "" : "s")}";
            return _hits.Count == Most ? $"The best {found}" : found;
        }
    }

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var address = Read();
        (_address, _refused, _typed) = (address, null, address.Query);
        try
        {
            _ = SearchRequest.ReadSort(address.Sort);
            if (_searched != address.Search)
            {
                // While it runs the list stays as it was, marked as busy.
                _searching = true;
                StateHasChanged();
                var filter = address.ToFilter();
                var facets = await Facets.CountAsync(Caller, filter, Closing);
                var hits = address.Query.Length == 0 ? []
                    : await Service.FindAsync(Caller, new SearchRequest(address.Query, Most) { Filter = filter, LeavesOutFar = true }, Closing);
                var collections = (await Collections.ListAsync(Caller, Closing)).ToDictionary(one => one.Id.ToString(), one => one.Name);
                (_hits, _facets, _collections, _searched) = (hits, facets, collections, address.Search);
            }
        }
        catch (RefusedException refused)
        {
            // Said where the results would stand: the box and the filters are there to mend it.
            (_hits, _searched, _refused) = ([], null, refused.Message);
            _address = address with { Sort = null };
            _facets ??= await Facets.CountAsync(Caller, SearchFilter.None, Closing);
        }
        finally
        {
            _searching = false;
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The page is drawn once more before it goes to the new address: what is to have the focus is not there yet.
        if (_focus is var (address, wanted) && !_searching && address == _address.ToString())
        {
            _focus = null;
            await (wanted >= 0 && _results[wanted] is { } result ? result.FocusAsync() : _count.Context is null ? ValueTask.CompletedTask : _count.FocusAsync());
        }
    }

    private SearchAddress Read() => new SearchAddress
    {
        Query = (Query ?? "").Trim(), From = From, To = To, Sort = Sort,
        Shown = int.TryParse(Show, NumberStyles.None, CultureInfo.InvariantCulture, out var shown) ? Math.Clamp(shown, SearchAddress.Step, Most) : SearchAddress.Step,
    }.With("collection", Collection).With("type", Type).With("language", Language).With("author", Author).With("tag", Tag);

    private void Go(SearchAddress address, bool replace = false) => Navigation.NavigateTo(address.ToString(), replace: replace);

    private void Submit() => Go(_address with { Query = _typed.Trim(), Shown = SearchAddress.Step });

    private void Toggle(ActiveFilter filter) => Go(_address.Toggle(filter));

    private void GoAndFocus(SearchAddress address, int result = -1, bool replace = false)
    {
        _focus = (address.ToString(), result);
        Go(address, replace);
    }

    // The button that was pressed is gone: the focus goes to what it changed.
    private void Remove(ActiveFilter filter)
    {
        GoAndFocus(_address.Toggle(filter));
    }

    private void RemoveAll()
    {
        GoAndFocus(_address.WithoutFilters());
    }

    private void SetDays((string? From, string? To) days) => Go(_address with { From = days.From, To = days.To, Shown = SearchAddress.Step });

    private void SortBy(ChangeEventArgs change) => Go(_address with { Sort = change.Value as string, Shown = SearchAddress.Step });

    // No step of its own in the history: Back leads to the search before.
    private void ShowMore()
    {
        GoAndFocus(_address with { Shown = Math.Min(_address.Shown + SearchAddress.Step, Most) }, _address.Shown, replace: true);
    }

    private string NameOf(ActiveFilter filter) => FilterWords.Of(filter.Kind, filter.Value, _collections);

    private static string AddressOf(PassageHit hit) =>
        $"/documents/{hit.DocumentId}/view?version={hit.VersionId}&page={hit.FirstPage}&spans={PageSpan.Write(PageSpan.Of(hit.Pieces))}";
}
