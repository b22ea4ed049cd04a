using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Keeps what the cookie handler knows of a session in the database; the cookie carries the session's key only.</summary>
internal sealed class SessionTickets(SignInSessionStore sessions) : ITicketStore
{
    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, CancellationToken.None);

    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await sessions.AddAsync(ticket.Principal.Caller().UserId, key, TicketSerializer.Default.Serialize(ticket), EndOf(ticket), cancellationToken);
        return key;
    }

    // Not with the request: whoever goes on to the next page before this one is answered keeps the session all the same.
    public Task RenewAsync(string key, AuthenticationTicket ticket) =>
        sessions.RenewAsync(ticket.Principal.Caller().UserId, key, TicketSerializer.Default.Serialize(ticket), EndOf(ticket), CancellationToken.None);

    public Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken) => RenewAsync(key, ticket);

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(key, cancellationToken) is not { } session || TicketSerializer.Default.Deserialize(session.Ticket) is not { } ticket)
        {
            return null;
        }

        Name(ticket.Principal, session.Id.ToString());
        return ticket;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await RetrieveAsync(key, cancellationToken);
        }
        catch (NpgsqlException error) when (error.IsTransient && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            // What is open to all does not wait for the database: styles, scripts, and the page that says that it is away.
            return null;
        }
    }

    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => sessions.EndAsync(key, cancellationToken);

    /// <summary>Identity makes the principal anew now and then: it stays that of the session.</summary>
    public static Task KeepAsync(SecurityStampRefreshingPrincipalContext refreshed)
    {
        if (refreshed.CurrentPrincipal?.FindFirstValue(PortalClaims.Session) is { } session && refreshed.NewPrincipal is { } principal)
        {
            Name(principal, session);
        }

        return Task.CompletedTask;
    }

    private static void Name(ClaimsPrincipal principal, string session)
    {
        if (principal.Identity is ClaimsIdentity identity && !principal.HasClaim(claim => claim.Type == PortalClaims.Session))
        {
            identity.AddClaim(new Claim(PortalClaims.Session, session));
        }
    }

    private static DateTime EndOf(AuthenticationTicket ticket) =>
        ticket.Properties.ExpiresUtc?.UtcDateTime ?? throw new InvalidOperationException("The cookie handler has set no end of the session.");
}
