namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>A stretch of text, highlighted or not.</summary>
internal readonly record struct TextRun(string Text, bool IsMarked);

/// <summary>Cuts text where highlights begin and end.</summary>
internal static class MarkedText
{
    /// <summary>The stretches of <paramref name="text"/>[start..start+length], in order; nothing is lost.</summary>
    public static IReadOnlyList<TextRun> Cut(string text, int start, int length, IReadOnlyList<PageSpan> spans)
    {
        var end = Math.Min(text.Length, start + length);
        var cuts = new SortedSet<int> { start, end };
        foreach (var span in spans)
        {
            cuts.Add(Math.Clamp(span.Start, start, end));
            cuts.Add(Math.Clamp(span.Start + span.Length, start, end));
        }

        var runs = new List<TextRun>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
        {
            if (to > from)
            {
                runs.Add(new TextRun(text[from..to], spans.Any(span => span.Touches(from, to - from))));
            }
        }

        return runs;
    }
}
