namespace KnowledgePlatform.Portal.Access;

/// <summary>Where to go after signing in: only within this portal.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this portal, else the first page.</summary>
    public static string Or(string? address, string otherwise = "/") =>
        // "//host" and "/\host" are other hosts to a browser.
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : otherwise;
}
