using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>What a question asks for literally: "words in quotes" that a passage must hold in this order, and -words that it must not hold.</summary>
/// <param name="Words">What is searched by meaning and by words: all but what is excluded.</param>
/// <param name="Required">Patterns (PostgreSQL's regular expressions), each of which a passage must match.</param>
/// <param name="Excluded">Patterns, none of which a passage may match.</param>
public sealed partial record QuestionSyntax(string Words, IReadOnlyList<string> Required, IReadOnlyList<string> Excluded)
{
    // Each pattern is tried on each passage that is looked at; PostgreSQL keeps 32 compiled ones.
    private const int MostLiterals = 10;
    private const int MostWords = 20;

    /// <summary>What of it stands in no quotes: only there may other words take the place of those that were typed.</summary>
    public string Unquoted { get; init; } = Words;

    /// <summary>True when it says only what must not stand in a passage.</summary>
    public bool OnlyExcludes { get; init; }

    /// <summary>
    /// Reads a question. Quotes may be straight or typographic; -"several words" excludes them in this order. A quote that is not closed on its line, and a minus before
    /// anything but a letter or a quote ("-5 °C", "a - b"), and quotes within brackets, are text like any other. When nothing would be left to search for, what is excluded counts as text too.
    /// </summary>
    /// <exception cref="RefusedException"><c>question_too_literal</c>: more than 10 such signs, or more than 20 words in quotes.</exception>
    public static QuestionSyntax Parse(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (required, excluded) = (new List<string>(), new List<string>());
        var words = Literals().Replace(question, match =>
        {
            var phrase = match.Groups["phrase"].Success ? match.Groups["phrase"].Value.Trim() : match.Groups["word"].Value;
            if (IsText(question, match) || Pattern(phrase) is not { } pattern)
            {
                return match.Value;
            }

            (match.Groups["minus"].Success ? excluded : required).Add(pattern);
            var after = match.Index + match.Length;
            return match.Groups["minus"].Success ? " " : after < question.Length && char.IsLetterOrDigit(question[after]) ? phrase + " " : phrase;
        });
        if (required.Count + excluded.Count > MostLiterals)
        {
            throw TooLiteral(string.Create(CultureInfo.InvariantCulture, $"The question has {required.Count + excluded.Count} words or phrases in quotes or behind a minus; the limit is {MostLiterals}."));
        }

        if (required.Count + excluded.Count == 0)
        {
            return new QuestionSyntax(question, [], []);
        }

        words = Spaces().Replace(words, " ").Trim();
        var unquoted = Literals().Replace(question, match => IsText(question, match) || Pattern(match.Groups["phrase"].Value + match.Groups["word"].Value) is null ? match.Value : " ");
        return words.Any(char.IsLetterOrDigit) ? new QuestionSyntax(words, required, excluded) { Unquoted = unquoted } : new QuestionSyntax(question, [], []) { OnlyExcludes = true };
    }

    /// <summary>The words of a question without the signs that ask for them literally or leave them out: all of it is searched by meaning and by words.</summary>
    public static string WithoutSigns(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var words = Literals().Replace(question, match => IsText(question, match) ? match.Value : $" {match.Groups["phrase"].Value}{match.Groups["word"].Value} ");
        return Spaces().Replace(words, " ").Trim();
    }

    // What contracts put in quotes within brackets is the name that they give to a party: Acme Holdings Inc. (the "Supplier").
    private static bool IsText(string question, Match match)
    {
        var before = question.AsSpan(0, match.Index);
        return !match.Groups["minus"].Success && before.Count('(') > before.Count(')');
    }

    // Between the words of a phrase a document may have a line break, another kind of hyphen or quote: whatever is neither letter nor digit. A word begins and ends where
    // letters do, but in scripts that are written without spaces (those of kp_pairs in the database).
    private static string? Pattern(string phrase)
    {
        var words = Word().Matches(phrase).Select(match => match.Value).ToList();
        if (words.Count > MostWords)
        {
            throw TooLiteral(string.Create(CultureInfo.InvariantCulture, $"{words.Count} words stand in quotes; the limit is {MostWords}."));
        }

        return words.Count == 0 ? null
            : (Unspaced().IsMatch(words[0][..1]) ? "" : @"\m") + string.Join("[^[:alnum:]]+", words) + (Unspaced().IsMatch(words[^1][^1..]) ? "" : @"\M");
    }

    private static RefusedException TooLiteral(string message) => new(RefusalKind.Invalid, "question_too_literal", message);

    // A quote or minus counts at the beginning and behind a space or bracket, so that inches, apostrophes and hyphens are left alone.
    [GeneratedRegex("""(?<![^\s(])(?<minus>[-\u2212])?(?:["\u201C\u201E\u00AB](?<phrase>[^"\u201C\u201D\u201E\u00AB\u00BB\r\n]+)["\u201C\u201D\u00BB]|(?<=[-\u2212])(?<word>\p{L}(?:[\w.]*\w)?))""")]
    private static partial Regex Literals();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]")]
    private static partial Regex Unspaced();
}
