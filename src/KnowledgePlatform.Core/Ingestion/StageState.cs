using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Moves a version on from one named state to the next; two workers cannot both move it.</summary>
internal static class StageState
{
    /// <summary>Keeps the version with this claim until the transaction ends: nobody else can claim it before. Short transactions only.</summary>
    /// <exception cref="LeaseLostException">It was deleted or belongs to a later claim.</exception>
    public static async Task HoldAsync(this DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken)
    {
        if (!await session.FindAsync<bool>(
            "select true from document_versions where id = @Id and claims = @Claims for no key update", new { version.Id, version.Claims }, cancellationToken).ConfigureAwait(false))
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>To be called in the transaction of the stage's last write.</summary>
    /// <exception cref="LeaseLostException">The version is not in <paramref name="from"/> any more, or belongs to a later claim.</exception>
    public static async Task AdvanceAsync(
        this DatabaseSession session, ClaimedVersion version, string from, string to, CancellationToken cancellationToken)
    {
        var moved = await session.ExecuteAsync(
            "update document_versions set state = @to, changed_at = now() where id = @Id and state = @from and claims = @Claims",
            new { version.Id, version.Claims, from, to }, cancellationToken).ConfigureAwait(false);
        if (moved == 0)
        {
            throw new LeaseLostException();
        }
    }
}
