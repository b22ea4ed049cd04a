using Microsoft.AspNetCore.Components.Routing;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>The link to the ask page, which has two addresses: "/" and those of the conversations.</summary>
public sealed class AskLink : NavLink
{
    /// <inheritdoc />
    protected override bool ShouldMatch(string uriAbsolute) =>
        new Uri(uriAbsolute).AbsolutePath is var path && (path == "/" || path.StartsWith("/conversations/", StringComparison.Ordinal));
}
