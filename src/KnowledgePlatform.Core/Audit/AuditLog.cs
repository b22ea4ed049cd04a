using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Audit;

/// <summary>One event as an administrator reads it.</summary>
/// <param name="Id">Number in the chain.</param>
/// <param name="At">When, UTC.</param>
/// <param name="UserName">Who; null for the platform itself.</param>
/// <param name="ByKey">True when an API key was used.</param>
/// <param name="Action">What, such as <c>person.add</c>.</param>
/// <param name="SubjectId">The id of what was acted on.</param>
/// <param name="Detail">JSON object.</param>
public sealed record AuditEvent(long Id, DateTime At, string? UserName, bool ByKey, string Action, Guid? SubjectId, string Detail);

/// <summary>Reads the append-only record, and writes events that belong to no other change.</summary>
public sealed class AuditLog(PlatformDatabase database)
{
    // Some tenths of a second.
    private const int Piece = 5_000;

    /// <summary>Writes an event in a transaction of its own, such as a sign-in.</summary>
    public async Task AddAsync(Caller caller, string action, Guid? subject, object? detail, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, action, subject, detail, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest events, or the newest before the number <paramref name="before"/>; with <paramref name="action"/> only those of this action.</summary>
    /// <exception cref="RefusedException"><c>administrators_only</c>.</exception>
    public async Task<IReadOnlyList<AuditEvent>> ListAsync(Caller caller, long? before, string? action, int count, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<AuditEvent>(
            """
            select e.id, e.at, u.user_name, e.api_key_id is not null as by_key, e.action, e.subject_id, e.detail::text as detail
            from audit_events e left join users u on u.id = e.user_id
            where (@before::bigint is null or e.id < @before) and (@action::text is null or e.action = @action)
            order by e.id desc limit @count
            """,
            new { before, action, count }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The actions that were ever recorded, in order.</summary>
    /// <exception cref="RefusedException"><c>administrators_only</c>.</exception>
    public async Task<IReadOnlyList<string>> ActionsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<string>("select distinct action from audit_events order by action", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Number of the first event that was changed or follows a removed one; null when the chain is whole. Piece by piece: a long trail takes long, and no statement does.
    /// </summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="progress">Told the number of the last event that was checked.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="RefusedException"><c>administrators_only</c>.</exception>
    public async Task<long?> FirstFaultAsync(Caller caller, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (var checkedTo = 0L; ;)
        {
            await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
            var piece = await session.ReadAsync<CheckedPiece>(
                "select checked_to, fault from kp_audit_check(@checkedTo, @Piece)", new { checkedTo, Piece }, cancellationToken).ConfigureAwait(false);
            if (piece.Fault is not null || piece.CheckedTo is null)
            {
                return piece.Fault;
            }

            checkedTo = piece.CheckedTo.Value;
            progress?.Report(checkedTo);
        }
    }

    private sealed record CheckedPiece(long? CheckedTo, long? Fault);
}
