using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>Checks what an engine says it heard, as if an attacker had written it, and makes a page of it.</summary>
internal static class Spoken
{
    private const int MostSegments = 20_000;
    private const int LongestSegment = 5_000;
    private const int LongestLine = 300;

    // What whisper.cpp writes for a stretch without speech.
    private const string Blank = "[BLANK_AUDIO]";

    /// <summary>The page of a piece: a paragraph for each segment, which is one word whose box runs from its first to its last second.</summary>
    /// <param name="number">Number of the page, from 1.</param>
    /// <param name="from">Second of the recording at which the piece begins.</param>
    /// <param name="to">Second at which it ends.</param>
    /// <param name="segments">What was heard, by seconds of the piece.</param>
    public static ParsedPage Page(int number, double from, double to, IReadOnlyList<SpokenSegment> segments)
    {
        var text = new StringBuilder();
        var (blocks, words) = (new List<Block>(), new List<Word>());
        var last = from;
        foreach (var segment in segments.OfType<SpokenSegment>().Take(MostSegments))
        {
            var said = Text(segment.Text);
            if (said.Length == 0)
            {
                continue;
            }

            text.Append(text.Length > 0 ? "\n" : "");
            var start = Math.Clamp(Finite(segment.Start) + from, last, to);
            var end = Math.Clamp(Finite(segment.End) + from, start, to);
            blocks.Add(new Block(BlockKind.Paragraph, 0, text.Length, said.Length));
            words.Add(new Word(text.Length, said.Length, new Box((float)start, 0, (float)end, 0)));
            text.Append(said);
            last = start;
        }

        return new ParsedPage(number, 0, 0, text.ToString(), blocks, words) { Label = TimeCode.Of(from, to) };
    }

    /// <summary>A line of the child's for a sentence of ours.</summary>
    public static string Line(string text) => Clean(text, LongestLine).TrimEnd('.');

    private static string Text(string? text) => Clean(text ?? "", LongestSegment) is var clean && clean != Blank ? clean : "";

    private static double Finite(double seconds) => double.IsFinite(seconds) ? seconds : 0;

    // One line, with single blanks, none of the marks that turn about what a reader sees, and nothing that cannot be stored.
    private static string Clean(string text, int longest)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control;
            if (isBlank ? clean.Length > 0 && clean[^1] != ' ' : Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && rune != Rune.ReplacementChar)
            {
                clean.Append(isBlank ? " " : rune.ToString());
            }

            if (clean.Length >= longest)
            {
                break;
            }
        }

        var line = clean.ToString().Trim();
        return PageCheck.IsStorable(line) ? line : "";
    }
}
