using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Groups the lines of one region to paragraphs, items and headings.</summary>
internal static class ParagraphBuilder
{
    // In em, in multiples of the region's usual distance of lines.
    private const float ParagraphGap = 1.3f;
    private const float LooseParagraphGap = 1.9f;
    private const float SizeChange = 1.08f;
    private const float Indent = 0.9f;

    /// <summary>Groups of lines, each a block.</summary>
    public static IEnumerable<List<PdfLine>> Group(List<PdfLine> lines)
    {
        var leading = UsualLeading(lines);
        var (left, right) = lines.Count == 0 ? (0, 0) : (lines.Min(l => l.Left), lines.Max(l => l.Right));
        var group = new List<PdfLine>();
        foreach (var line in lines)
        {
            if (group.Count > 0 && Starts(line, group, leading, left, right))
            {
                yield return group;
                group = [];
            }

            group.Add(line);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static bool Starts(PdfLine line, List<PdfLine> group, float leading, float left, float right)
    {
        var before = group[^1];
        var size = Math.Max(line.Size, before.Size);
        var step = line.Baseline - before.Baseline;
        var usual = leading > 0 ? Math.Max(leading, 0.9f * size) * ParagraphGap : size * LooseParagraphGap;
        if (step > Math.Max(usual, size * 1.15f) || step < 0 || size > SizeChange * Math.Min(line.Size, before.Size) || line.IsBold != before.IsBold)
        {
            return true;
        }

        var hasRoom = FirstWordHadRoom(line, before, left, right, size);
        var endsSentence = before.Text[^1] is '.' or ':' or ';' or '?' or '!' or '\u201D' or '\u0964' or '\u06D4';
        if (TextLines.StartsWithMarker(line.Text) && (endsSentence || hasRoom))
        {
            return true;
        }

        var isIndented = !line.IsRightToLeft && line.Left - left > Indent * size && before.Left - left < Indent * size / 2 && line.Left - before.Left > Indent * size;
        return (endsSentence && (isIndented || hasRoom)) || (hasRoom && StartsAnew(line));
    }

    private static bool StartsAnew(PdfLine line) => char.IsUpper(line.Text[0]) || char.IsDigit(line.Text[0]);

    // Had the paragraph gone on, the line's first word would have stood at the end of the line before.
    private static bool FirstWordHadRoom(PdfLine line, PdfLine before, float left, float right, float size)
    {
        var free = line.IsRightToLeft ? before.Left - left : right - before.Right;
        return free > line.Words[0].Width + (2f * size) && free > 0.08f * (right - left);
    }

    private static float UsualLeading(List<PdfLine> lines)
    {
        var steps = new List<float>();
        for (var i = 1; i < lines.Count; i++)
        {
            var step = lines[i].Baseline - lines[i - 1].Baseline;
            if (step > 0.5f * lines[i].Size && step < 3f * lines[i].Size)
            {
                steps.Add(step);
            }
        }

        if (steps.Count < 3)
        {
            return 0;
        }

        // Lines within paragraphs outnumber the gaps between them; the lower third keeps text of one-line paragraphs from setting the measure.
        steps.Sort();
        return steps[steps.Count / 3];
    }
}
