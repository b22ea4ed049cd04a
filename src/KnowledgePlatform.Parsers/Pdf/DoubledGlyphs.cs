using System.Runtime.InteropServices;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds letters drawn twice in almost the same place, as some programs do for bold or for shadows.</summary>
internal sealed class DoubledGlyphs
{
    private const float Shift = 0.12f; // em; the narrowest letters are some 0.2 em wide
    private const float Cell = 8; // points
    private const float Rounding = 0.01f; // points

    // Each cell of the page begins a list of the letters in it, the latest first.
    private readonly Dictionary<(int Column, int Row), int> _cells = [];
    private readonly List<Place> _places = [];

    /// <summary>True when the same letter already stands there.</summary>
    public bool IsSecond(Glyph glyph)
    {
        var shift = Math.Max(0.3f, glyph.Size * Shift);
        var (column, row) = (At(glyph.Left), At(glyph.Baseline));
        // Most letters stand further than that from the next cell; a large one reaches no further than into it.
        var (firstColumn, lastColumn) = Reached(glyph.Left, column, shift + Rounding);
        var (firstRow, lastRow) = Reached(glyph.Baseline, row, shift + Rounding);
        for (var x = firstColumn; x <= lastColumn; x++)
        {
            for (var y = firstRow; y <= lastRow; y++)
            {
                if (_cells.TryGetValue((x, y), out var latest) && IsIn(latest, glyph, shift))
                {
                    return true;
                }
            }
        }

        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, (column, row), out var exists);
        _places.Add(new Place(glyph.Text, glyph.Left, glyph.Baseline, exists ? first : -1));
        first = _places.Count - 1;
        return false;
    }

    private bool IsIn(int latest, Glyph glyph, float shift)
    {
        for (var i = latest; i >= 0; i = _places[i].Before)
        {
            var place = _places[i];
            if (Math.Abs(place.X - glyph.Left) < shift && Math.Abs(place.Y - glyph.Baseline) < shift && place.Text == glyph.Text)
            {
                return true;
            }
        }

        return false;
    }

    private static int At(float value) => (int)(value / Cell);

    private static (int First, int Last) Reached(float value, int own, float shift) => (Math.Max(At(value - shift), own - 1), Math.Min(At(value + shift), own + 1));

    private readonly record struct Place(string Text, float X, float Y, int Before);
}
