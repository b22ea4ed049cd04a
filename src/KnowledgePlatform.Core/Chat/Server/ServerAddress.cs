namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>Where the chat server is.</summary>
/// <param name="Api">Base of OpenAI's paths, ending in <c>/</c>: <c>http://host:8080/v1/</c>.</param>
/// <param name="Root">The server's own base, ending in <c>/</c>.</param>
internal sealed record ServerAddress(Uri Api, Uri Root)
{
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
    public static string WithoutUser(string url) => Uri.TryCreate(url.Trim(), UriKind.Absolute, out var given) && given.UserInfo.Length > 0
        ? new UriBuilder(given) { UserName = "", Password = "" }.Uri.AbsoluteUri
        : given is not { Scheme: "http" or "https" } && url.LastIndexOf('@') is > 0 and var at ? url[(at + 1)..] : url; // A password that broke the address is one all the same.

    /// <exception cref="ChatUnavailableException">Not an address of a web server.</exception>
    public static ServerAddress Parse(string? url)
    {
        if (!Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https"))
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
}
