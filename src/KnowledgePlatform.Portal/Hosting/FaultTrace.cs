using System.Diagnostics;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>The id under which a fault stands in the log, the same that problem details carry.</summary>
internal static class FaultTrace
{
    /// <summary>The trace id of the request.</summary>
    public static string IdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;
}
