using System.Globalization;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Sizes as people read them.</summary>
internal static class Bytes
{
    /// <summary>Bytes in the decimal units that file managers show: 999 B, 12 kB, 3.4 MB.</summary>
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.CurrentCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1000.0:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000_000.0:0.#} MB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000_000_000.0:0.#} GB"),
    };
}
