using KnowledgePlatform.Core.Retrieval.Synonyms;
using Microsoft.AspNetCore.Components.Server;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>Blazor pages and the files they load.</summary>
internal static class PagesSetup
{
    public static void AddPages(this IServiceCollection services)
    {
        // A list of synonyms is edited as a text: its longest, in the three bytes that a character may take, has to come through in one message.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = (3L * new SynonymOptions().MaxListLength) + 65_536);
        services.AddScoped<Notices>();
    }

    public static void MapPages(this WebApplication app)
    {
        // The sign-in page needs them too, and they hold nothing of anybody.
        app.MapStaticAssets(AssetManifest).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // One place sets the policy: SecurityHeaders. Compression of what an attacker can influence together with secrets would leak by length.
            server.ContentSecurityFrameAncestorsPolicy = null;
            server.DisableWebSocketCompression = true;
        });
    }

    private static string AssetManifest =>
        Path.Combine(Path.GetDirectoryName(typeof(Program).Assembly.Location)!, "KnowledgePlatform.Portal.staticwebassets.endpoints.json");
}
