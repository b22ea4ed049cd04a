namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>Where the chat server is.</summary>
/// <param name="Api">Base of OpenAI's paths, ending in <c>/</c>: <c>http://host:8080/v1/</c>.</param>
/// <param name="Root">The server's own base, ending in <c>/</c>.</param>
internal sealed record ServerAddress(Uri Api, Uri Root)
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', ','];

    /// <summary>It is that of an entry of the registry, and messages name the entry's fields.</summary>
    public bool Registered { get; init; }

    /// <summary>Where the key is set.</summary>
    public string KeySetting => Registered ? "its key under Settings, Models" : "KP_CHAT_KEY or Chat:ApiKey";

    /// <summary>Where the address is set.</summary>
    public string UrlSetting => Registered ? "its address under Settings, Models" : "KP_CHAT_URL";

    /// <summary>Where the server's name of the model is set.</summary>
    public string ModelSetting => Registered ? "its name at the server under Settings, Models" : "KP_CHAT_MODEL";

    /// <summary>Host and port, as messages name it.</summary>
    public string Shown => $"{Api.Host}:{Api.Port}";

    /// <summary>An address as it may be shown: what stands before its @ may be a password.</summary>
    public static string WithoutUser(string url)
    {
        var parts = Split(url);
        return parts.Count > 1 && parts.All(part => TryRead(part) is not null) ? string.Join(' ', parts.Select(WithoutUserOfOne)) : WithoutUserOfOne(url);
    }

    private static string WithoutUserOfOne(string url) => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var given) && given.UserInfo.Length > 0
        ? new UriBuilder(given) { UserName = "", Password = "" }.Uri.AbsoluteUri
        : given is not { Scheme: "http" or "https" } && url.LastIndexOf('@') is > 0 and var at ? url[(at + 1)..] : url; // A password that broke the address is one all the same.

    /// <exception cref="ChatUnavailableException">Not an address of a web server.</exception>
    public static ServerAddress Parse(string? url)
    {
        if (TryRead(url) is not { } given)
        {
            throw new ChatUnavailableException(string.IsNullOrWhiteSpace(url)
                ? "A chat server is configured, but not its address (KP_CHAT_URL or Chat:Url)."
                : "The address of the chat server (KP_CHAT_URL or Chat:Url) is not of the form http://host:port or https://host:port.");
        }

        var path = given.AbsolutePath.TrimEnd('/');
        var api = path.Length == 0 ? "/v1" : path;
        var root = api.EndsWith("/v1", StringComparison.Ordinal) ? api[..^3] : api;
        return new ServerAddress(At(api), At(root));

        Uri At(string folder) => new(new Uri(given.GetLeftPart(UriPartial.Authority)), folder + "/");
    }

    /// <summary>Several addresses of servers that offer the same model, with blanks or commas between them; each once.</summary>
    /// <exception cref="ChatUnavailableException">One is no address of a web server; the message says which.</exception>
    public static IReadOnlyList<ServerAddress> ParseAll(string? urls)
    {
        var parts = Split(urls);
        if (parts.Count < 2)
        {
            return [Parse(urls)];
        }

        return Bad(urls) is { } bad ? throw new ChatUnavailableException($"{bad[..^1]} (KP_CHAT_URL or Chat:Url).") : [.. parts.Select(Parse).DistinctBy(address => address.Api)];
    }

    /// <summary>Which of several addresses is none, in words; null when all are.</summary>
    public static string? Bad(string? urls)
    {
        var parts = Split(urls);
        for (var i = 0; i < parts.Count; i++)
        {
            if (TryRead(parts[i]) is null)
            {
                // Where there is an @, a part may be a piece of a password.
                var named = urls!.Contains('@', StringComparison.Ordinal) ? "" : $", {parts[i]},";
                return $"Address {i + 1} of {parts.Count}{named} is not of the form http://host:port or https://host:port.";
            }
        }

        return null;
    }

    /// <summary>The addresses of a list as they were given.</summary>
    public static IReadOnlyList<string> Split(string? urls)
    {
        var parts = (urls ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // A blank or comma may stand in the password of a single one.
        return parts.Length > 1 && TryRead(urls) is { UserInfo.Length: > 0 } && parts.Any(part => TryRead(part) is null) ? [urls!.Trim()] : parts;
    }

    private static Uri? TryRead(string? url) => Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var given) && given.Scheme is "http" or "https" ? given : null;
}
