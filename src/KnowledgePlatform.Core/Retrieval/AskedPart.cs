using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// What a question asks, without the part before a colon that only says of which document ("In the lease of Acme Inc. (the "Tenant"): is there a deposit?", "Re Smith v
/// Jones: who pays?"). That part finds the document; among its sentences it would find the one that holds the same names, which is its preamble.
/// </summary>
internal static class AskedPart
{
    private const int LeastWords = 1;

    // "When is Acme paid: at 10:30 or at noon?" asks before its colon.
    private const double LeastNaming = 0.6;

    // A document is the one named when it holds about as many of those words as any, and most of them.
    private const double LeastHeld = 0.6;
    private const double Margin = 0.1;
    private const int MostDocuments = 5;

    /// <summary>The part that names, empty where there is none, and the part that asks: then the whole question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="titles">Titles of the documents found: their words name a document, as capitals name a party.</param>
    public static (string Naming, string Asked) Of(string question, IEnumerable<string> titles)
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
                        return (question[..i], question[(i + 1)..].Trim());
                    }

                    break;
            }
        }

        return ("", question);
    }

    /// <summary>The documents that the naming part means: those whose passages and title hold most of its words; none when no document holds most of them.</summary>
    /// <param name="naming">That part, as <see cref="Of"/> gave it.</param>
    /// <param name="passages">The candidates: document, its title, text of the passage; best first.</param>
    public static IReadOnlyList<Guid> Documents(string naming, IReadOnlyList<(Guid Document, string Title, string Text)> passages)
    {
        var words = Content(naming).Select(token => token.Key).Distinct(StringComparer.Ordinal).ToList();
        var held = passages.GroupBy(passage => passage.Document).Select(group =>
        {
            var texts = group.Select(one => one.Text).Append(group.First().Title).Select(text => TextFold.Key(TextFold.Fold(text))).ToList();
            return (Document: group.Key, Share: words.Count(word => texts.Exists(text => WordScan.Holds(text, word))) / (double)Math.Max(1, words.Count));
        }).ToList();
        var best = held.Count == 0 ? 0 : held.Max(one => one.Share);
        return best < LeastHeld ? [] : [.. held.Where(one => one.Share >= best - Margin).Take(MostDocuments).Select(one => one.Document)];
    }

    private static List<Token> Content(string text) => [.. Lexer.Read(text).Where(token => token.IsContent)];
}
