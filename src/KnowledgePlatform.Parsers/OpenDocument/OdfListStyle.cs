using System.Globalization;
using System.Xml.Linq;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Word;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>How a list, or the headings, are marked at each of ten levels.</summary>
internal sealed class OdfListStyle
{
    /// <summary>Levels that a style has at most.</summary>
    public const int Levels = 10;

    private const string Bullet = "\u2022";

    private readonly Level?[] _levels = new Level?[Levels + 1];

    public OdfListStyle(XElement? style)
    {
        foreach (var level in style?.Elements() ?? [])
        {
            if (level.Number(Odf.Text + "level") is >= 1 and <= Levels and var at)
            {
                _levels[at] = new Level(
                    level.Name.LocalName.EndsWith("-bullet", StringComparison.Ordinal) ? BulletOf(level.Attribute(Odf.Text + "bullet-char")?.Value)
                        : level.Name.LocalName.EndsWith("-image", StringComparison.Ordinal) ? Bullet : null,
                    level.Attribute(Odf.Style + "num-format")?.Value ?? "",
                    level.Attribute(Odf.Style + "num-prefix")?.Value ?? "",
                    level.Attribute(Odf.Style + "num-suffix")?.Value ?? "",
                    Math.Clamp(level.Number(Odf.Text + "display-levels") ?? 1, 1, Levels),
                    level.Number(Odf.Text + "start-value") ?? 1);
            }
        }
    }

    /// <summary>First number at a level.</summary>
    public int StartOf(int level) => _levels[level]?.Start ?? 1;

    /// <summary>The marker at a level, given the numbers at all levels; "" when the level has none.</summary>
    public string Marker(int at, int[] numbers)
    {
        if (_levels[at] is not { } level || level.Bullet is not null || level.Format.Length == 0)
        {
            return _levels[at]?.Bullet ?? "";
        }

        var shown = Enumerable.Range(at - Math.Min(at, level.Shown) + 1, Math.Min(at, level.Shown))
            .Where(one => _levels[one] is { Bullet: null, Format.Length: > 0 })
            .Select(one => Format(_levels[one]!.Format, Math.Max(numbers[one], StartOf(one))));
        return level.Prefix + string.Join('.', shown) + level.Suffix;
    }

    private static string Format(string format, int number) => format switch
    {
        "a" => Numerals.Letters(number),
        "A" => Numerals.Letters(number).ToUpperInvariant(),
        "i" => Numerals.Roman(number),
        "I" => Numerals.Roman(number).ToUpperInvariant(),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    // The private area of StarSymbol and OpenSymbol shows bullets of all kinds.
    private static string BulletOf(string? text) => text switch
    {
        null or "" => Bullet,
        [>= '\uE000' and <= '\uEFFF'] => Bullet,
        _ => Symbols.OfBullet(text),
    };

    private sealed record Level(string? Bullet, string Format, string Prefix, string Suffix, int Shown, int Start);
}
