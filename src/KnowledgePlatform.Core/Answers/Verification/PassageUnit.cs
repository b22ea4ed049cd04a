using KnowledgePlatform.Core.Chunking;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>A sentence of a passage, or a line of a table or list: the smallest thing that is cited.</summary>
internal sealed class PassageUnit(Passage passage, int index, SentenceSpan span)
{
    private readonly Lazy<bool> _isOrder = new(() => InstructionText.Is(passage.Text.Substring(span.Start, span.Length)));
    private readonly Lazy<AnalysedText> _analysed = new(() => new AnalysedText(passage.Text.Substring(span.Start, span.Length)));

    public Passage Passage { get; } = passage;

    /// <summary>Its place among the units of the passage.</summary>
    public int Index { get; } = index;

    public PassageSpan Span { get; } = new(passage.Number, span.Start, span.Length);

    public string Text => Analysed.Text;

    public AnalysedText Analysed => _analysed.Value;

    /// <summary>True when it gives orders to whoever answers: no evidence of anything.</summary>
    public bool IsOrder => _isOrder.Value;

    /// <summary>The units of a passage in order.</summary>
    public static IReadOnlyList<PassageUnit> Of(Passage passage) =>
        [.. SentenceSplitter.Split(passage.Text).SelectMany(span => Lines(passage.Text, span)).Select((span, i) => new PassageUnit(passage, i, span))];

    // Blocks are joined by a line feed. A sentence that runs on over it begins in lower case behind it; anything else is a row or an item of its own.
    private static IEnumerable<SentenceSpan> Lines(string text, SentenceSpan span)
    {
        var start = span.Start;
        var end = span.Start + span.Length;
        for (var i = start; i < end; i++)
        {
            if (text[i] != '\n' || i + 1 >= end || char.IsLower(text[i + 1]) || char.IsWhiteSpace(text[i + 1]))
            {
                continue;
            }

            if (Trim(text, start, i) is { Length: > 0 } line)
            {
                yield return line;
            }

            start = i + 1;
        }

        if (Trim(text, start, end) is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private static SentenceSpan Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new SentenceSpan(start, end - start);
    }
}
