using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Recognises sentences that speak of the passage, or of whoever answers, instead of saying what stands in it: small models fill up with the one, a document that gives orders
/// may bring about the other.
/// </summary>
internal static partial class PassageTalk
{
    public static bool Is(string sentence) => Subject().IsMatch(sentence) || HeadingPath().IsMatch(sentence);

    /// <summary>True for a sentence that breaks off where its value should stand, as small models write: "The governing law is:".</summary>
    public static bool IsUnfinished(string sentence) => Unfinished().IsMatch(sentence);

    /// <summary>True for a sentence of which the passages could say nothing: "I have sent it" where none of them has an "I", a tag, a link.</summary>
    public static bool IsOwn(string sentence, IEnumerable<PassageText> cited) =>
        Markup().IsMatch(sentence) || (FirstPerson().IsMatch(sentence) && !cited.Any(passage => One().IsMatch(passage.Folded)));

    [GeneratedRegex(@"<\s*/?(?:a|img|script|iframe|svg|style|link|object|embed|form|input|button|video|audio|base|meta|html|body|div|span|p|br)\b[^<>]*>|\]\s*\(\s*[a-z]+:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    // One thing only: "The duties are:" may lead to a list.
    [GeneratedRegex(@"\b(?:is|was|ist|war|lautet|beträgt|es|est)(?:\s|[:|.,;]|\[\d+\])*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\W*I(?:['’](?:ve|ll|m)|\s+(?:have|will|am|can|cannot|did|do|was))\b")]
    private static partial Regex FirstPerson();

    [GeneratedRegex(@"\bi\b")]
    private static partial Regex One();

    [GeneratedRegex(@"^\W*(?:the|this|these|that)\s+(?:(?:given|provided|cited|following|above)\s+)?(?:passages?|excerpts?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Subject();

    // As passages are shown to the model: title > heading > heading.
    [GeneratedRegex(@"\w\s+>\s+\p{L}[^<>]*\s>\s+\p{L}")]
    private static partial Regex HeadingPath();
}
