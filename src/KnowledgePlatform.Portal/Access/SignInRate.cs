using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Access;

/// <summary>
/// Bounds failed sign-ins from one address: guesses over many accounts, and what each costs in hashing and audit. Those that succeed are not counted, so that a firm
/// behind one address gets in in the morning.
/// </summary>
internal sealed class SignInRate(IOptions<SignInOptions> options) : IDisposable
{
    // So many guesses may pass the bound on failures.
    private const int AtOnce = 4;
    private const int Waiting = 200;

    private readonly PartitionedRateLimiter<IPAddress> _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FailuresPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    private readonly PartitionedRateLimiter<IPAddress> _turns = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting }));

    /// <summary>
    /// Waits until few tries of the address are being looked at: what is tried at the same time is not counted yet. Not acquired when too many wait already.
    /// </summary>
    public ValueTask<RateLimitLease> TurnAsync(HttpContext http) => _turns.AcquireAsync(AddressOf(http), cancellationToken: http.RequestAborted);

    /// <summary>Whether another try from the address is looked at.</summary>
    public bool Allows(HttpContext http)
    {
        using var lease = _failures.AttemptAcquire(AddressOf(http), 0);
        return lease.IsAcquired;
    }

    /// <summary>Counts a failed try.</summary>
    public void Count(HttpContext http) => _failures.AttemptAcquire(AddressOf(http)).Dispose();

    public void Dispose()
    {
        _failures.Dispose();
        _turns.Dispose();
    }

    // Of IPv6 the network: one machine may choose among 2^64 addresses of it.
    private static IPAddress AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
