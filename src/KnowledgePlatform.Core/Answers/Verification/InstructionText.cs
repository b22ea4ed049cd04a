using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Recognises text in a document that speaks to the machine that answers ("ignore all previous instructions"). The patterns are narrow, for
/// contracts and records are full of duties; what slips through is still only text that gets quoted, never obeyed by the platform.
/// </summary>
internal static class InstructionText
{
    private static readonly Regex Pattern = new(
        string.Join('|', LexiconFile.Lines("instructions").Select(line => $"(?:{line})")),
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public static bool Is(string text) => Pattern.IsMatch(TextFold.Fold(text));
}
