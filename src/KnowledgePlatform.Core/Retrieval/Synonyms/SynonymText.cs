using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>
/// The format of a list: lines <c>heart attack, myocardial infarction</c> (each means the others) and <c>NDA =&gt; non-disclosure agreement</c> (only from left to right);
/// <c>#</c> begins a comment. A file begins with lines <c>name:</c> and <c>languages:</c>.
/// </summary>
public static partial class SynonymText
{
    private const int LongestTerm = 100;
    private const int MostTerms = 50;
    private const int LongestName = 100;

    /// <summary>The entries, or the number of the first line that is none, and what is wrong with it.</summary>
    public static (IReadOnlyList<SynonymEntry> Entries, int Line, string? Fault) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = new List<SynonymEntry>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var content = line.IndexOf('#') is >= 0 and var at ? line[..at] : line;
            if (content.IsWhiteSpace())
            {
                continue;
            }

            var sides = content.ToString().Split("=>");
            var (terms, fault) = Terms(sides[0]);
            var meanings = (IReadOnlyList<string>?)null;
            if (sides.Length == 2 && fault is null)
            {
                (meanings, fault) = Terms(sides[1]);
            }

            fault ??= sides.Length > 2 ? "it has more than one =>"
                : meanings is null && terms.Count < 2 ? "it needs two words or phrases with a comma between them, or => and what the first means" : null;
            if (fault is not null)
            {
                return ([], number, fault);
            }

            entries.Add(new SynonymEntry(terms, meanings));
        }

        return (entries, 0, null);
    }

    /// <summary>The entries.</summary>
    /// <exception cref="RefusedException"><c>synonyms_unreadable</c>: the message names the line.</exception>
    public static IReadOnlyList<SynonymEntry> Require(string text)
    {
        var (entries, line, fault) = Read(text);
        return fault is null ? entries : throw new RefusedException(
            RefusalKind.Invalid, "synonyms_unreadable", string.Create(CultureInfo.InvariantCulture, $"Line {line} cannot be read: {fault}."));
    }

    /// <summary>Codes of languages out of "en, es".</summary>
    /// <exception cref="RefusedException"><c>synonyms_languages_invalid</c>.</exception>
    public static string[] Languages(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] codes = [.. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(code => code.ToLowerInvariant()).Distinct()];
        return Array.TrueForAll(codes, code => Code().IsMatch(code)) ? codes : throw new RefusedException(
            RefusalKind.Invalid, "synonyms_languages_invalid", "Languages are codes of two letters with a comma between them, such as en, es; none means all languages.");
    }

    /// <summary>Takes a file apart.</summary>
    /// <exception cref="RefusedException"><c>synonyms_file_invalid</c>: it does not begin with a name; or as <see cref="Languages"/>.</exception>
    public static (string Name, string[] Languages, string Entries) ReadFile(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, languages, rest) = ("", Array.Empty<string>(), text.TrimStart('\uFEFF'));
        while (Head().Match(rest) is { Success: true } head)
        {
            var value = head.Groups["value"].Value.Trim();
            (name, languages) = head.Groups["key"].Value.ToLowerInvariant() switch
            {
                "name" => (value, languages),
                "languages" => (name, Languages(value)),
                _ => (name, languages),
            };
            rest = rest[head.Length..];
        }

        return name.Length > 0 ? (name, languages, rest) : throw new RefusedException(
            RefusalKind.Invalid, "synonyms_file_invalid", "The file does not begin with a line \"name: ...\" that says how the list is called.");
    }

    /// <summary>Puts a file together.</summary>
    public static string WriteFile(SynonymList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new StringBuilder().Append("name: ").AppendLine(list.Name).Append("languages: ").AppendJoin(", ", list.Languages).AppendLine().Append(list.Entries).ToString();
    }

    /// <summary>A name without blanks around it.</summary>
    /// <exception cref="RefusedException"><c>synonyms_name_invalid</c>.</exception>
    internal static string Named(string? name) => name?.Trim() is { Length: > 0 and <= LongestName } trimmed && !trimmed.Any(char.IsControl) ? trimmed
        : throw new RefusedException(RefusalKind.Invalid, "synonyms_name_invalid", "A list's name is 1 to 100 characters on one line.");

    private static (IReadOnlyList<string> Terms, string? Fault) Terms(string side)
    {
        var terms = side.Split(',', StringSplitOptions.TrimEntries).Where(term => term.Length > 0).ToList();
        return (terms, terms.Count == 0 ? "nothing stands on one side of =>"
            : terms.Count > MostTerms ? string.Create(CultureInfo.InvariantCulture, $"it has more than {MostTerms} words or phrases")
            : terms.Find(term => term.Length > LongestTerm) is not null ? string.Create(CultureInfo.InvariantCulture, $"a phrase is longer than {LongestTerm} characters")
            : terms.Find(term => !term.Any(char.IsLetterOrDigit)) is { } empty ? $"\"{empty}\" has no letter" : null);
    }

    // Comments may stand before and between the head's lines.
    [GeneratedRegex(@"\A(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[ \t]*(?<key>name|languages)[ \t]*:(?<value>[^\r\n]*)(?:\r?\n|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex Head();

    [GeneratedRegex("^[a-z]{2,3}$")]
    private static partial Regex Code();
}
