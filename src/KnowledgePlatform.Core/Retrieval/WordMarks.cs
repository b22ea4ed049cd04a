using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Finds the words of a question in a text, also inflected and in other spellings, as the check of sentences joins them: "payment" marks "payments" and "pays". For the eye
/// only; what is found does not depend on it.
/// </summary>
public sealed partial class WordMarks
{
    private const int LettersOfPair = 2;

    private readonly string[] _stems;
    private readonly string[] _pairs;

    /// <summary>Reads the question; what it excludes marks nothing.</summary>
    /// <exception cref="RefusedException"><c>question_too_literal</c>.</exception>
    public WordMarks(string question)
    {
        var keys = Words(TextFold.Fold(QuestionSyntax.Parse(question).Words)).Select(word => word.Key).ToList();
        var spaced = keys.Where(key => !Unspaced().IsMatch(key)).ToList();
        // "the" is everywhere; a question of such words alone is about them.
        var content = spaced.Where(key => !WordStems.IsStop(key)).ToList();
        _stems = [.. (content.Count > 0 || spaced.Count < keys.Count ? content : spaced).Select(WordStems.Stem).Distinct(StringComparer.Ordinal)];
        // Without spaces nobody knows where a word ends: two letters beside each other are what the search goes by, too.
        _pairs = [.. keys.Where(key => Unspaced().IsMatch(key))
            .SelectMany(key => Enumerable.Range(0, Math.Max(1, key.Length - 1)).Select(i => key.Substring(i, Math.Min(LettersOfPair, key.Length)))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Where they stand: two numbers a mark, start and length in UTF-16 code units, in order and apart from each other.</summary>
    public int[] Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = TextFold.Fold(text);
        var found = new List<(int Start, int Length)>();
        foreach (var (key, start, length) in Words(folded))
        {
            if (Unspaced().IsMatch(key))
            {
                found.AddRange(Pairs(folded, start, length));
            }
            else if (_stems.Length > 0 && WordStems.Stem(key) is var stem && Array.Exists(_stems, asked => WordStems.Same(asked, stem)))
            {
                found.Add((start, length));
            }
        }

        return [.. Joined(found).SelectMany(mark => new[] { mark.Start, mark.Length })];
    }

    private IEnumerable<(int Start, int Length)> Pairs(string folded, int start, int length)
    {
        foreach (var pair in _pairs)
        {
            for (var at = folded.IndexOf(pair, start, length, StringComparison.Ordinal); at >= 0;
                 at = at + 1 < start + length ? folded.IndexOf(pair, at + 1, start + length - at - 1, StringComparison.Ordinal) : -1)
            {
                yield return (at, pair.Length);
            }
        }
    }

    private static List<(int Start, int Length)> Joined(List<(int Start, int Length)> marks)
    {
        var joined = new List<(int Start, int Length)>();
        foreach (var mark in marks.OrderBy(mark => mark.Start))
        {
            if (joined.Count > 0 && mark.Start <= joined[^1].Start + joined[^1].Length)
            {
                var (start, length) = joined[^1];
                joined[^1] = (start, Math.Max(length, mark.Start + mark.Length - start));
            }
            else
            {
                joined.Add(mark);
            }
        }

        return joined;
    }

    private static IEnumerable<(string Key, int Start, int Length)> Words(string folded) =>
        Word().Matches(folded).Select(match => (TextFold.Key(match.ValueSpan), match.Index, match.Length)).Where(word => word.Item1.Length > 0);

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200C\u200D\u00AD]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]")]
    private static partial Regex Unspaced();
}
