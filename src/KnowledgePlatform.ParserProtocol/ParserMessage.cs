using System.Text.Json.Serialization;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>A message from the child; a closed list. First one <see cref="InfoMessage"/>, then pages, members and skipped parts, last one <see cref="OutcomeMessage"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(InfoMessage), "info")]
[JsonDerivedType(typeof(PageMessage), "page")]
[JsonDerivedType(typeof(SkippedMessage), "skipped")]
[JsonDerivedType(typeof(MemberMessage), "member")]
[JsonDerivedType(typeof(MemberBytesMessage), "bytes")]
[JsonDerivedType(typeof(MemberEndMessage), "end")]
[JsonDerivedType(typeof(OutcomeMessage), "outcome")]
public abstract record ParserMessage;

/// <summary>What the document is; at most one, before any page. A file that is refused may come without.</summary>
public sealed record InfoMessage(DocumentInfo Info) : ParserMessage;

/// <summary>A part that was not read.</summary>
public sealed record SkippedMessage(Skipped Skipped) : ParserMessage;

/// <summary>A file within the file begins; its bytes follow in pieces, then its end, and nothing else in between.</summary>
/// <param name="Path">Its path or name in the file that holds it: text for a person, no path of any file system.</param>
public sealed record MemberMessage(string Path) : ParserMessage;

/// <summary>The next piece of a member.</summary>
public sealed record MemberBytesMessage(byte[] Bytes) : ParserMessage;

/// <summary>The end of a member.</summary>
/// <param name="IsWhole">False when the rest could not be handed out; what came of it counts for nothing, and a skipped part says why.</param>
public sealed record MemberEndMessage(bool IsWhole) : ParserMessage;

/// <summary>The end; nothing follows.</summary>
public sealed record OutcomeMessage(ParseOutcome Outcome) : ParserMessage;

/// <summary>One page, flat: an object per word would be five times as long.</summary>
/// <param name="Number">As <see cref="ParsedPage.Number"/>.</param>
/// <param name="Width">As <see cref="ParsedPage.Width"/>.</param>
/// <param name="Height">As <see cref="ParsedPage.Height"/>.</param>
/// <param name="Text">As <see cref="ParsedPage.Text"/>.</param>
/// <param name="Blocks">Four numbers a block: kind, level, start, length.</param>
/// <param name="Words">Six numbers a word: start, length, left, top, right, bottom; offsets are whole numbers.</param>
/// <param name="IsPicture">True for a page whose text is still to be recognised in its picture; what text it has besides stands when nothing is recognised.</param>
public sealed record PageMessage(int Number, float Width, float Height, string Text, int[] Blocks, double[] Words, bool IsPicture) : ParserMessage
{
    /// <summary>Numbers in <see cref="Blocks"/> for each block.</summary>
    public const int NumbersPerBlock = 4;

    /// <summary>Numbers in <see cref="Words"/> for each word.</summary>
    public const int NumbersPerWord = 6;

    /// <summary>Numbers in <see cref="LineNumbers"/> for each line.</summary>
    public const int NumbersPerLine = 3;

    /// <summary>As <see cref="ParsedPage.Label"/>.</summary>
    public string? Label { get; init; }

    /// <summary>As <see cref="ParsedPage.Bates"/>.</summary>
    public string? Bates { get; init; }

    /// <summary>Three numbers a line: number, top, bottom; null without.</summary>
    public double[]? LineNumbers { get; init; }

    /// <summary>Flattens <paramref name="page"/>; boxes are rounded to 1/100 point.</summary>
    public static PageMessage From(ParsedPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var blocks = new int[page.Blocks.Count * NumbersPerBlock];
        for (var i = 0; i < page.Blocks.Count; i++)
        {
            var block = page.Blocks[i];
            (blocks[i * 4], blocks[(i * 4) + 1], blocks[(i * 4) + 2], blocks[(i * 4) + 3]) = ((int)block.Kind, block.Level, block.Start, block.Length);
        }

        var words = new double[page.Words.Count * NumbersPerWord];
        for (var i = 0; i < page.Words.Count; i++)
        {
            var word = page.Words[i];
            var at = words.AsSpan(i * NumbersPerWord, NumbersPerWord);
            (at[0], at[1]) = (word.Start, word.Length);
            (at[2], at[3], at[4], at[5]) = (Round(word.Box.Left), Round(word.Box.Top), Round(word.Box.Right), Round(word.Box.Bottom));
        }

        return new PageMessage(page.Number, page.Width, page.Height, page.Text, blocks, words, false)
        {
            Label = page.Label, Bates = page.Bates,
            LineNumbers = page.LineNumbers.Count == 0 ? null : [.. page.LineNumbers.SelectMany(line => new[] { line.Number, Round(line.Top), Round(line.Bottom) })],
        };
    }

    private static double Round(float value) => Math.Round(value, 2);
}

/// <summary>Serialization of the protocol without reflection, so that the child starts quickly.</summary>
[JsonSourceGenerationOptions(MaxDepth = 8, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ParseRequest))]
[JsonSerializable(typeof(ParserMessage))]
public sealed partial class ParserJson : JsonSerializerContext;
