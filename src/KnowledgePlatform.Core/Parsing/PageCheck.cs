using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>Checks a page that came from the child as if an attacker had written it.</summary>
internal static class PageCheck
{
    private const int HighestLevel = 6;
    private const int LongestName = 60;

    /// <summary>The page, or null when anything in it breaks the document model.</summary>
    public static ParsedPage? Accept(PageMessage message)
    {
        if (message.Text is null || message.Blocks is null || message.Words is null || message.Number < 1
            || !IsSize(message.Width) || !IsSize(message.Height) || !IsStorable(message.Text) || !IsName(message.Label) || !IsName(message.Bates))
        {
            return null;
        }

        return Blocks(message) is { } blocks && Words(message) is { } words && LineNumbers(message) is { } lines
            ? new ParsedPage(message.Number, message.Width, message.Height, message.Text, blocks, words) { Label = message.Label, Bates = message.Bates, LineNumbers = lines } : null;
    }

    /// <summary>True when PostgreSQL and UTF-8 can hold the text: no U+0000, no lone surrogate.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSize(float value) => float.IsFinite(value) && value is >= 0 and <= ParsedPage.LargestSide;

    private static Block[]? Blocks(PageMessage message)
    {
        var numbers = message.Blocks;
        if (numbers.Length % PageMessage.NumbersPerBlock != 0)
        {
            return null;
        }

        var blocks = new Block[numbers.Length / PageMessage.NumbersPerBlock];
        var at = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            var block = new Block((BlockKind)numbers[i * 4], numbers[(i * 4) + 1], numbers[(i * 4) + 2], numbers[(i * 4) + 3]);
            if (i > 0 && (at >= message.Text.Length || message.Text[at++] != '\n'))
            {
                return null;
            }

            if (!IsBlock(block) || block.Start != at || block.Length > message.Text.Length - at)
            {
                return null;
            }

            blocks[i] = block;
            at += block.Length;
        }

        return at == message.Text.Length ? blocks : null;
    }

    private static bool IsBlock(Block block) => Enum.IsDefined(block.Kind) && block.Length > 0
        && (block.Kind == BlockKind.Heading ? block.Level is >= 1 and <= HighestLevel : block.Level == 0);

    private static Word[]? Words(PageMessage message)
    {
        var numbers = message.Words;
        if (numbers.Length % PageMessage.NumbersPerWord != 0)
        {
            return null;
        }

        var words = new Word[numbers.Length / PageMessage.NumbersPerWord];
        var at = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var word = numbers.AsSpan(i * PageMessage.NumbersPerWord, PageMessage.NumbersPerWord);
            if (!IsSpan(word[0], word[1], at, message.Text.Length) || !IsBox(word[2..]))
            {
                return null;
            }

            words[i] = new Word((int)word[0], (int)word[1], new Box((float)word[2], (float)word[3], (float)word[4], (float)word[5]));
            at = words[i].Start + words[i].Length;
        }

        return words;
    }

    private static LineNumber[]? LineNumbers(PageMessage message)
    {
        var numbers = message.LineNumbers ?? [];
        var isFine = numbers.Length % PageMessage.NumbersPerLine == 0 && Array.TrueForAll(numbers, number => double.IsFinite(number) && Math.Abs(number) <= ParsedPage.FurthestBox)
            && numbers.Chunk(PageMessage.NumbersPerLine).All(line => double.IsInteger(line[0]) && line[0] > 0 && line[1] <= line[2]);
        return isFine ? [.. numbers.Chunk(PageMessage.NumbersPerLine).Select(line => new LineNumber((int)line[0], (float)line[1], (float)line[2]))] : null;
    }

    private static bool IsName(string? name) => name is null || (name.Length is > 0 and <= LongestName && IsStorable(name));

    private static bool IsSpan(double start, double length, int from, int end) =>
        double.IsInteger(start) && double.IsInteger(length) && start >= from && length > 0 && start + length <= end;

    private static bool IsBox(ReadOnlySpan<double> box)
    {
        foreach (var number in box)
        {
            if (!double.IsFinite(number) || Math.Abs(number) > ParsedPage.FurthestBox)
            {
                return false;
            }
        }

        return box[0] <= box[2] && box[1] <= box[3];
    }
}
