using System.Text;
using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;

namespace KnowledgePlatform.Core.Answers;

/// <summary>A sentence as the model wrote it.</summary>
/// <param name="Text">Without citation marks and list marks.</param>
/// <param name="Passages">Numbers of the passages that it cites.</param>
internal sealed record WrittenSentence(string Text, IReadOnlyList<int> Passages);

/// <summary>Cuts what a model writes into sentences while it comes. Citation marks behind the full stop belong to the sentence before them.</summary>
internal sealed partial class SentenceStream
{
    private readonly StringBuilder _rest = new();

    /// <summary>The sentence that is being written.</summary>
    public string Draft => Clean(_rest.ToString());

    /// <summary>Takes more text and gives the sentences that it completed.</summary>
    public IReadOnlyList<WrittenSentence> Push(string text)
    {
        _rest.Append(text);
        return Take(keepLast: true);
    }

    /// <summary>Gives the last sentence.</summary>
    public IReadOnlyList<WrittenSentence> Complete() => Take(keepLast: false);

    private List<WrittenSentence> Take(bool keepLast)
    {
        var text = _rest.ToString();
        var spans = Spans(text);
        // A sentence is complete when the next one has begun: only then no mark of its own can follow. Half a mark has not begun one.
        var complete = !keepLast ? spans.Count : spans.Count > 1 && IsHalfMark(text.AsSpan(spans[^1].Start)) ? spans.Count - 2 : spans.Count - 1;
        if (complete <= 0)
        {
            return [];
        }

        var sentences = spans.Take(complete).Select(span => Read(text.Substring(span.Start, span.Length))).OfType<WrittenSentence>().ToList();
        _rest.Clear();
        if (keepLast)
        {
            _rest.Append(text, spans[complete].Start, text.Length - spans[complete].Start);
        }

        return sentences;
    }

    private static bool IsHalfMark(ReadOnlySpan<char> text) => text.TrimStart() is ['[', ..] && !text.Contains(']');

    private static List<SentenceSpan> Spans(string text)
    {
        var spans = new List<SentenceSpan>();
        foreach (var line in Lines(text))
        {
            foreach (var span in SentenceSplitter.Split(text.Substring(line.Start, line.Length)))
            {
                spans.Add(new SentenceSpan(line.Start + span.Start, span.Length));
            }
        }

        for (var i = 1; i < spans.Count;)
        {
            var marks = LeadingMarks().Match(text, spans[i].Start, spans[i].Length);
            if (!marks.Success)
            {
                i++;
                continue;
            }

            var end = marks.Index + marks.Length;
            spans[i - 1] = new SentenceSpan(spans[i - 1].Start, end - spans[i - 1].Start);
            var left = spans[i].Start + spans[i].Length - end;
            while (left > 0 && char.IsWhiteSpace(text[end]))
            {
                (end, left) = (end + 1, left - 1);
            }

            if (left > 0)
            {
                spans[i] = new SentenceSpan(end, left);
                i++;
            }
            else
            {
                spans.RemoveAt(i);
            }
        }

        return spans;
    }

    // A line of its own is a sentence of its own: models write lists whatever they are told.
    private static IEnumerable<SentenceSpan> Lines(string text)
    {
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (end > start)
            {
                yield return new SentenceSpan(start, end - start);
            }

            start = end + 1;
        }
    }

    private static WrittenSentence? Read(string sentence)
    {
        var text = Clean(sentence);
        return text.Any(char.IsLetterOrDigit) ? new WrittenSentence(text, CitationMarks.Read(sentence)) : null;
    }

    private static string Clean(string sentence) => Spaces().Replace(ListMark().Replace(CitationMarks.Remove(sentence), ""), " ").Replace("**", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\G\s*(?:\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]\s*[.;,]?\s*)+")]
    private static partial Regex LeadingMarks();

    // Also the mark that the prompt puts before lines of documents.
    [GeneratedRegex(@"^\s*(?:\|\s+)*(?:(?:[-*•]|\d{1,2}[.)])\s+)?(?:\|\s+)*")]
    private static partial Regex ListMark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
