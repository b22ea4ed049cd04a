using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Names;

/// <summary>
/// What a question asks, without the part before a colon that only says of which document ("In the lease of Acme Inc. (the "Tenant"): is there a deposit?", "Re Smith v
/// Jones: who pays?"). That part finds the document; among its sentences it would find the one that holds the same names, which is its preamble.
/// </summary>
internal static class AskedPart
{
    private const int LeastWords = 1;

    // "When is Acme paid: at 10:30 or at noon?" asks before its colon.
    private const double LeastNaming = 0.6;

    /// <summary>The part that asks; the whole question where no such part is before it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="titles">Titles of the documents found: their words name a document, as capitals name a party.</param>
    public static string Of(string question, IEnumerable<string> titles)
    {
        HashSet<string>? named = null;
        var (brackets, quoted) = (0, false);
        for (var i = 0; i + 1 < question.Length; i++)
        {
            switch (question[i])
            {
                case '(':
                    brackets++;
                    break;
                case ')':
                    brackets--;
                    break;
                case '"' or '\u201C' or '\u201D':
                    quoted = !quoted;
                    break;
                case ':' when brackets <= 0 && !quoted && char.IsWhiteSpace(question[i + 1]) && Content(question[(i + 1)..]).Count >= LeastWords:
                    var before = Content(question[..i]);
                    named ??= titles.SelectMany(Content).Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
                    if (before.Count > 0 && before.Count(token => token.Capital || named.Contains(token.Stem)) >= before.Count * LeastNaming)
                    {
                        return question[(i + 1)..].Trim();
                    }

                    break;
            }
        }

        return question;
    }

    private static List<Token> Content(string text) => [.. Lexer.Read(text).Where(token => token.IsContent)];
}
