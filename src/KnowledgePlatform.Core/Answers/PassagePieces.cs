namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// Takes a stretch of a passage back to the pages it came from. A passage's text is its pieces joined by a line feed; a piece is page, start and length in the
/// page's text.
/// </summary>
internal static class PassagePieces
{
    /// <summary>The parts of the pages that the stretch covers, three numbers each; empty when it covers nothing but the joins.</summary>
    /// <param name="pieces">The passage's pieces, three numbers each.</param>
    /// <param name="start">First UTF-16 code unit in the passage's text.</param>
    /// <param name="length">Number of code units.</param>
    public static int[] Of(ReadOnlySpan<int> pieces, int start, int length)
    {
        var parts = new List<int>();
        var offset = 0;
        for (var i = 0; i + 2 < pieces.Length; i += 3)
        {
            var from = Math.Max(start, offset);
            var to = Math.Min(start + length, offset + pieces[i + 2]);
            if (to > from)
            {
                parts.AddRange([pieces[i], pieces[i + 1] + from - offset, to - from]);
            }

            offset += pieces[i + 2] + 1;
        }

        return [.. parts];
    }
}
