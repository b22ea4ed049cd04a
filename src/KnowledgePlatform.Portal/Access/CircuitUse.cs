using Microsoft.AspNetCore.Components.Server.Circuits;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Notices that the person of a circuit does something: pages that stay open send no request that would prolong the session.</summary>
internal sealed class CircuitUse : CircuitHandler
{
    private int _used;

    /// <summary>True when something came in since the last call.</summary>
    public bool Take() => Interlocked.Exchange(ref _used, 0) == 1;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context =>
        {
            Volatile.Write(ref _used, 1);
            return next(context);
        };
}
