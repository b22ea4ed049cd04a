using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Keeps to the paper: a file can place a word, or an edge of its page, anywhere that numbers go.</summary>
internal static class PaperBounds
{
    /// <summary>The page with a size that can be shown, and without the boxes that cannot; its text stays.</summary>
    public static ParsedPage Within(ParsedPage page)
    {
        var isWithin = IsSide(page.Width) && IsSide(page.Height) && page.Words.All(word => IsNear(word.Box)) && page.LineNumbers.All(IsNear);
        return isWithin ? page : page with
        {
            Width = Side(page.Width), Height = Side(page.Height), Words = [.. page.Words.Where(word => IsNear(word.Box))], LineNumbers = [.. page.LineNumbers.Where(IsNear)],
        };
    }

    private static bool IsSide(float side) => side is >= 0 and <= ParsedPage.LargestSide;

    private static float Side(float side) => float.IsFinite(side) ? Math.Clamp(side, 0, ParsedPage.LargestSide) : 0;

    private static bool IsNear(Box box) => box.Left <= box.Right && box.Top <= box.Bottom && IsNear(box.Left) && IsNear(box.Right) && IsNear(box.Top) && IsNear(box.Bottom);

    private static bool IsNear(LineNumber line) => line.Number > 0 && line.Top <= line.Bottom && IsNear(line.Top) && IsNear(line.Bottom);

    private static bool IsNear(float place) => Math.Abs(place) <= ParsedPage.FurthestBox;
}
