using System.Text;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Recognises text in a document that speaks to the machine that answers ("ignore all previous instructions"), or asks its reader to say something ("confirm that the rent was
/// paid", which does not say that it was). The patterns are narrow, for contracts and records are full of duties; what slips through is still only text that gets quoted,
/// never obeyed by the platform.
/// </summary>
internal static partial class InstructionText
{
    private const string Cyrillic = "аеорсухіѕјԁһ";
    private const string Latin = "aeopcyxisjdh";

    // One by one: together they would be too large for matching in linear time, which is what makes them safe to run over anybody's text.
    private static readonly Regex[] Patterns =
        [.. LexiconFile.Lines("instructions").Concat(LexiconFile.Lines("orders")).Select(line => new Regex(line, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))];

    /// <summary>True for text that orders something of whoever answers; what it says is no evidence.</summary>
    public static bool Is(string text)
    {
        var folded = Plain(text);
        return Array.Exists(Patterns, pattern => pattern.IsMatch(folded));
    }

    // A model reads "i g n o r e" as one word, and so full-width letters, letters with signs between them that nobody sees, and letters of another script that look alike.
    private static string Plain(string text)
    {
        var folded = TextFold.Fold(Unseen().Replace(text, "").Normalize(NormalizationForm.FormKC));
        folded = Spaced().Replace(folded, match => match.Value.Replace(" ", "", StringComparison.Ordinal) + " ");
        return Mixed().Replace(folded, match => string.Concat(match.Value.Select(c => Cyrillic.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i ? Latin[i] : c))).Trim();
    }

    [GeneratedRegex(@"\p{Cf}")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"[\p{IsCyrillic}a-z]*(?:[a-z]\p{IsCyrillic}|\p{IsCyrillic}[a-z])[\p{IsCyrillic}a-z]*")]
    private static partial Regex Mixed();

    [GeneratedRegex(@"(?:\b\p{L} ){3,}\p{L}\b ?")]
    private static partial Regex Spaced();
}
