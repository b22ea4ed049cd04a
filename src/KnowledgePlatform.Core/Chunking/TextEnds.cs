using System.Buffers;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Judges how a text ends and how the next one begins.</summary>
internal static partial class TextEnds
{
    // Shorter paragraphs without a full stop are lines of their own: an address, a caption, a name.
    private const int RunningText = 80;

    private static readonly SearchValues<char> Stops = SearchValues.Create(".!?…।॥؟۔。！？．");
    private static readonly SearchValues<char> Closings = SearchValues.Create(")]\"'”’»」』）】");

    /// <summary>How <paramref name="text"/>, which is not empty and has no white space at its end, ends.</summary>
    public static UnitEnd Of(ReadOnlySpan<char> text)
    {
        if (text[^1] is ':' or '：' || text.EndsWith(":—", StringComparison.Ordinal) || text.EndsWith(":-", StringComparison.Ordinal))
        {
            return UnitEnd.LeadsIn;
        }

        return Stops.Contains(LastOf(text)) ? UnitEnd.Whole : UnitEnd.Open;
    }

    /// <summary>Whether a paragraph goes on in the next one, behind a page break or in the next column.</summary>
    /// <param name="before">The paragraph; not empty.</param>
    /// <param name="next">The one that follows; not empty.</param>
    /// <param name="isNewPage">False when both stand on one page: then only a small letter tells.</param>
    public static bool GoesOn(ReadOnlySpan<char> before, ReadOnlySpan<char> next, bool isNewPage)
    {
        if (BeginsClause().IsMatch(next) || before[^1] is ':' or ';' or '：' or '；')
        {
            return false;
        }

        if (char.IsLower(next[0]) || (isNewPage && before[^1] is ',' or '，' or '、' or '-' or '–'))
        {
            // A stop before a small letter is an abbreviation's: "Quillon Ltd. / shall".
            return LastOf(before) is not ('!' or '?' or '。' or '।' or '؟' or '۔');
        }

        if (!isNewPage || Stops.Contains(LastOf(before)))
        {
            return false;
        }

        // Scripts without small letters show nothing at the beginning; others may go on with a name or a number.
        return (char.IsLetter(next[0]) && !char.IsUpper(next[0])) || before.Length >= RunningText;
    }

    private static char LastOf(ReadOnlySpan<char> text)
    {
        var end = text.Length - 1;
        while (end > 0 && Closings.Contains(text[end]))
        {
            end--;
        }

        return text[end];
    }

    // "4.2 The Landlord", "(b) burn", "iv. burn", "• burn"; not "24 hours".
    [GeneratedRegex(@"^(\(\w{1,4}\)|\p{L}{1,4}[.)]\s|\d+(\.\d+)*[.)]?\s+[\p{Lu}\p{Lo}(“""]|\d+(\.\d+)*[.)]\s|[•·▪‣–—*-]\s)", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsClause();
}
