using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>The document around every page.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private IAntiforgery Antiforgery { get; set; } = null!;

    // What scripts of the page send back in the header of a change (uploads).
    private string? FormToken => Http.User.Identity?.IsAuthenticated == true ? Antiforgery.GetAndStoreTokens(Http).RequestToken : null;

    // Pages of the account set cookies and so are plain forms; all others live on a circuit.
    private IComponentRenderMode? PageMode => Http.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
}
