namespace KnowledgePlatform.Core.Recognition;

/// <summary>A word as the recogniser saw it, in pixels of the page as it stands.</summary>
/// <param name="Paragraph">Number of its paragraph in reading order.</param>
/// <param name="Line">Number of its line in reading order.</param>
/// <param name="Confidence">0 to 100.</param>
internal readonly record struct RecognizedWord(string Text, int Paragraph, int Line, float Left, float Top, float Right, float Bottom, float Confidence)
{
    public float Height => Bottom - Top;
}

/// <summary>One look at a page.</summary>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Words">In reading order.</param>
internal sealed record RecognizedText(float Width, float Height, IReadOnlyList<RecognizedWord> Words)
{
    /// <summary>Mean confidence by characters: noise comes in short words. 0 without words.</summary>
    public double Confidence { get; } =
        Words.Count == 0 ? 0 : Words.Sum(word => (double)word.Confidence * word.Text.Length) / Words.Sum(word => word.Text.Length);

    /// <summary>The words, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', Words.Select(word => word.Text));
}
