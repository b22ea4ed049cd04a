using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Audit;

/// <summary>Writes audit events in the transaction of what they record: both become durable, or neither.</summary>
public static class AuditTrail
{
    /// <summary>
    /// Adds an event. Call it last in a transaction: it takes the lock that orders the chain and holds it until the commit.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="caller">Who acted; null for the platform itself.</param>
    /// <param name="action">A stable name such as "document.delete".</param>
    /// <param name="subject">The id of what was acted on, or null.</param>
    /// <param name="detail">Serialised as JSON, or null.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public static Task RecordAsync(
        this DatabaseSession session, Caller? caller, string action, Guid? subject, object? detail, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "insert into audit_events (user_id, api_key_id, action, subject_id, detail) values (@user, @key, @action, @subject, @detail::jsonb)",
            new { user = caller?.UserId, key = caller?.ApiKeyId, action, subject, detail = Written(caller, detail) },
            cancellationToken);

    // Whoever runs kp can act as anyone: the event says that it came that way.
    private static string Written(Caller? caller, object? detail)
    {
        if (caller?.CommandLineUser is not { } user)
        {
            return JsonSerializer.Serialize(detail ?? new { });
        }

        var all = JsonSerializer.SerializeToNode(detail ?? new { })!.AsObject();
        (all["via"], all["systemUser"]) = ("cli", user);
        return all.ToJsonString();
    }
}
