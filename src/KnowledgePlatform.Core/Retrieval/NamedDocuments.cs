using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Recognises the documents that a question names by words of their titles ("what does the Acme lease say about ..."). How much a word tells is measured on the
/// question's own candidates: a word that stands in the passages of many other documents ("agreement", "policy", "the") names none.
/// </summary>
internal static partial class NamedDocuments
{
    // A title of common words only is no name, however many of them the question holds.
    private const double LeastTold = 0.5;

    /// <summary>How surely each passage's document is named by the question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="passages">The candidates: document, its title, text of the passage.</param>
    /// <param name="least">Share of a title's telling words that the question has to hold, 0 to 1.</param>
    /// <returns>One a passage, in the order given: 0 for a document that is not named, else the share of its title that the question holds.</returns>
    public static double[] Named(string question, IReadOnlyList<(Guid Document, string Title, string Text)> passages, double least)
    {
        var asked = Words(question).ToHashSet(StringComparer.Ordinal);
        // Made when a title is in question: most questions name no document.
        var texts = new string?[passages.Count];
        var named = new Dictionary<Guid, double>();
        var result = new double[passages.Count];
        for (var i = 0; i < passages.Count; i++)
        {
            if (!named.TryGetValue(passages[i].Document, out var share))
            {
                share = ShareOf(passages[i].Document, passages[i].Title);
                named[passages[i].Document] = share;
            }

            result[i] = share;
        }

        return result;

        double ShareOf(Guid document, string title)
        {
            var words = Words(title).Distinct(StringComparer.Ordinal).ToList();
            if (!words.Exists(asked.Contains))
            {
                return 0;
            }

            // What the question holds comes first: where that tells too little, the rest of the title need not be looked at.
            var held = words.Where(asked.Contains).Sum(word => Tells(document, word));
            if (held < LeastTold)
            {
                return 0;
            }

            var all = held + words.Where(word => !asked.Contains(word)).Sum(word => Tells(document, word));
            return all > 0 && held / all >= least ? held / all : 0;
        }

        // 1 for a word that no other document's candidate holds, 0 for one that all hold; the inverse document frequency, scaled.
        double Tells(Guid document, string word)
        {
            var (others, with) = (0, 0);
            for (var i = 0; i < passages.Count; i++)
            {
                if (passages[i].Document != document)
                {
                    others++;
                    with += WordScan.Holds(texts[i] ??= TextFold.Key(TextFold.Fold(passages[i].Text)), word) ? 1 : 0;
                }
            }

            return others == 0 ? 0 : Math.Log((others + 1.0) / (with + 1)) / Math.Log(others + 1.0);
        }
    }

    // Spellings are brought together as in the check of sentences.
    private static IEnumerable<string> Words(string text)
    {
        var folded = TextFold.Fold(text);
        return Word().Matches(folded).Select(match => TextFold.Key(match.ValueSpan));
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();
}
