namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds letters drawn twice in almost the same place, as some programs do for bold or for shadows.</summary>
internal sealed class DoubledGlyphs
{
    private const float Shift = 0.12f; // em; the narrowest letters are some 0.2 em wide

    private readonly Dictionary<(string Text, int X, int Y), List<(float X, float Y)>> _seen = [];

    /// <summary>True when the same letter already stands there.</summary>
    public bool IsSecond(Glyph glyph)
    {
        var shift = Math.Max(0.3f, glyph.Size * Shift);
        var (column, row) = ((int)(glyph.Left / 8), (int)(glyph.Baseline / 8));
        for (var x = column - 1; x <= column + 1; x++)
        {
            for (var y = row - 1; y <= row + 1; y++)
            {
                if (_seen.TryGetValue((glyph.Text, x, y), out var places)
                    && places.Exists(p => Math.Abs(p.X - glyph.Left) < shift && Math.Abs(p.Y - glyph.Baseline) < shift))
                {
                    return true;
                }
            }
        }

        var key = (glyph.Text, column, row);
        if (!_seen.TryGetValue(key, out var cell))
        {
            _seen[key] = cell = [];
        }

        cell.Add((glyph.Left, glyph.Baseline));
        return false;
    }
}
