using KnowledgePlatform.Core.Chat.Server;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The hosts that chat models may be at: those that the operator listed or configured a model at. Nobody can make the portal speak to another one.</summary>
public sealed class OutboundHosts
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the list.</summary>
    public OutboundHosts(IOptions<ModelsOptions> models, IOptions<ChatEngineOptions> chat)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(chat);
        _hosts.UnionWith(models.Value.AllowedHosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        foreach (var url in models.Value.Chat.Select(model => model.Url).Append(chat.Value.Url ?? "").SelectMany(ServerAddress.Split))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var given) && given.Host.Length > 0)
            {
                _hosts.Add($"{given.Host}:{given.Port}");
            }
        }
    }

    /// <summary>Lets an address through whose host is listed, with any port or with this one; of several addresses, each has to be.</summary>
    /// <exception cref="RefusedException"><c>model_url_invalid</c>, <c>host_not_listed</c>.</exception>
    public void Require(string? url)
    {
        var several = ServerAddress.Split(url);
        if (several.Count > 1 && ServerAddress.Bad(url) is { } bad)
        {
            throw new RefusedException(RefusalKind.Invalid, "model_url_invalid", bad);
        }

        foreach (var one in several.DefaultIfEmpty(url))
        {
            RequireOne(one);
        }
    }

    private void RequireOne(string? url)
    {
        var given = Address(url).Api;
        if (!_hosts.Contains(given.Host) && !_hosts.Contains($"{given.Host}:{given.Port}"))
        {
            throw new RefusedException(
                RefusalKind.Invalid, "host_not_listed",
                $"{given.Host}:{given.Port} is not among the hosts that this installation may speak to. Its operator can add it to Models:AllowedHosts (Models__AllowedHosts), which takes effect at the next start.");
        }
    }

    private static ServerAddress Address(string? url)
    {
        try
        {
            var address = ServerAddress.Parse(url);
            var given = new Uri(url!.Trim());
            return given.UserInfo.Length + given.Query.Length + given.Fragment.Length == 0 ? address
                : throw new RefusedException(RefusalKind.Invalid, "model_url_invalid", "An address holds no user name, password or query; the key has a field of its own.");
        }
        catch (ChatUnavailableException)
        {
            throw new RefusedException(RefusalKind.Invalid, "model_url_invalid", "The address of a model's server is of the form http://host:port or https://host:port.");
        }
    }
}
