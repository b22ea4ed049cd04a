using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>What a heading is in a path, and when it is more than that.</summary>
internal static partial class Heading
{
    /// <summary>Characters that a heading has at most in a path; what is cut away stands in the passage's text.</summary>
    public const int MaxLength = 120;

    // A name of some ten words; what is longer is often a sentence in a large or bold type.
    private const int NameLength = 60;
    private const string Cut = "…";

    /// <summary>One line, cut between words to <paramref name="most"/> characters.</summary>
    public static string Short(string text, int most = MaxLength)
    {
        text = WhiteSpace().Replace(text.Trim(), " ");
        if (text.Length <= most)
        {
            return text;
        }

        var end = text.LastIndexOf(' ', most - 1, most / 2);
        end = end > 0 ? end : most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Cut;
    }

    /// <summary>
    /// Whether it tells something that a reader may ask for and must be able to quote. Readers of PDF take bold lines for headings, "Allergy: penicillin" or a
    /// line of accounts; they stand in the text too. A numbered one is a heading, and stays out of it: in the text it would be quoted in place of what it is over.
    /// </summary>
    public static bool SaysMore(string text)
    {
        var name = text.Trim();
        return name.Length > MaxLength || (!Number().IsMatch(name) && (name.Length > NameLength || Value().IsMatch(name)));
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    // "4.2 Rent", "(b) Rent", "Schedule 3: Rent", "Article IV"; not "Weight 81 kg".
    [GeneratedRegex(@"^(\p{L}+\s+)?[(\[]?(\d{1,3}(\.\d+)*|[IVXLC]+|\p{L})[)\].:]?(\s+(?!\p{Ll})|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // A number of at least two digits, a colon with something behind it, an address, or a cell's tab.
    [GeneratedRegex(@"\d\d|:\s*\S|@|\t", RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
