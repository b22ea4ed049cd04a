using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Recognises sentences that speak of the passage, or repeat its heading path, instead of saying what stands in it: small models fill up with them.</summary>
internal static partial class PassageTalk
{
    public static bool Is(string sentence) => Subject().IsMatch(sentence) || HeadingPath().IsMatch(sentence);

    [GeneratedRegex(@"^\W*(?:the|this|these|that)\s+(?:(?:given|provided|cited|following|above)\s+)?(?:passages?|excerpts?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Subject();

    // As passages are shown to the model: title > heading > heading.
    [GeneratedRegex(@"\w\s+>\s+\p{L}[^<>]*\s>\s+\p{L}")]
    private static partial Regex HeadingPath();
}
