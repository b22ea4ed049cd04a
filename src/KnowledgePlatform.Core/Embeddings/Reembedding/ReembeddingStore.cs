using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Embeddings.Reembedding;

/// <summary>
/// The change from one embedding model to another: begun, put in force, taken back, ended (docs/decisions/0023-reembedding.md). All but the status is for administrators and
/// in the audit trail; the vectors themselves are made by <see cref="ReembeddingFiller"/>.
/// </summary>
public sealed class ReembeddingStore(PlatformDatabase database, Embedders embedders)
{
    /// <summary>How it stands.</summary>
    public async Task<ReembeddingStatus> StatusAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var models = await session.QueryAsync<KeptVectors>(
            "select name as model, in_force, kp_passages_without_vector(name) as missing from embedding_models where slot < 3 order by in_force desc, name",
            null, cancellationToken).ConfigureAwait(false);
        var passages = await session.ReadAsync<long>("select count(*) from chunks", null, cancellationToken).ConfigureAwait(false);
        var english = await EnglishVectors.StatusAsync(session, cancellationToken).ConfigureAwait(false);
        return new ReembeddingStatus(models.FirstOrDefault(model => model.InForce)?.Model ?? embedders.Configured.Model, passages, models, english);
    }

    /// <summary>Makes room for the vectors of <c>Embeddings:Next</c>; does nothing when there is.</summary>
    /// <exception cref="RefusedException">
    /// <c>next_model_missing</c>, <c>dimensions_differ</c>, <c>vectors_of_another_model</c>, <c>too_many_models</c>, <c>administrators_only</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">This process does not have the model in force.</exception>
    public async Task BeginAsync(Caller caller, CancellationToken cancellationToken)
    {
        await RequireAdministratorAsync(caller, cancellationToken).ConfigureAwait(false);
        var next = embedders.NextModel is { } name ? embedders.Find(name)! : throw new RefusedException(
            RefusalKind.Invalid, "next_model_missing", "Embeddings:Next:Model is not set: the model of the manifest that the passages are to be embedded by.");
        var current = embedders.Configured;
        if (next.Dimensions != current.Dimensions)
        {
            throw new RefusedException(
                RefusalKind.Invalid, "dimensions_differ",
                $"The vectors of '{next.Model}' have {next.Dimensions} numbers, those of '{current.Model}' {current.Dimensions}: a model can be changed to one of the same width only.");
        }

        await using var alone = await ReembeddingLock.TakeAsync(database, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var begun = await session.ReadAsync<Begun>(
            """
            select (select name from embedding_models where in_force) as in_force, exists (select from embedding_models where name = @Next and slot is not null) as already,
                   not exists (select from chunks) or exists (select from chunks c join embedding_models m on m.id = c.embedding_model_id where m.name = @Current) as fits
            """, new { Next = next.Model, Current = current.Model }, cancellationToken).ConfigureAwait(false);
        var before = embedders.ForIngestion(begun.InForce);
        if (begun.InForce is null && !begun.Fits)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "vectors_of_another_model", $"No passage has a vector of '{current.Model}': set Embeddings:Model to the model that the platform was run with until now.");
        }

        var slot = await session.ReadAsync<short?>(
            "select kp_begin_reembedding(@Current, @Next, @Dimensions)", new { Current = before.Model, Next = next.Model, next.Dimensions }, cancellationToken).ConfigureAwait(false);
        if (slot is null)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "too_many_models", "Vectors of two more models are kept already: take those away that are not in force (kp reembed --drop).");
        }

        if (!begun.Already)
        {
            await session.RecordAsync(caller, "embeddings.begin", null, new { model = next.Model, before = before.Model }, cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Puts a model in force, in one transaction: searches that begin later use its vectors, those under way the ones that they began with. The vectors before are kept.
    /// </summary>
    /// <exception cref="RefusedException"><c>model_in_force</c>, <c>model_without_vectors</c>, <c>vectors_missing</c>, <c>administrators_only</c>.</exception>
    public async Task PutInForceAsync(Caller caller, string model, CancellationToken cancellationToken)
    {
        await RequireAdministratorAsync(caller, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var before = await session.FindAsync<string>("select name from embedding_models where in_force", null, cancellationToken).ConfigureAwait(false);
        if (before == model)
        {
            throw new RefusedException(RefusalKind.Conflict, "model_in_force", $"'{model}' is in force already.");
        }

        var missing = await session.ReadAsync<long?>("select kp_put_embedding_model_in_force(@model)", new { model }, cancellationToken).ConfigureAwait(false);
        if (missing is not 0)
        {
            throw missing is null
                ? new RefusedException(RefusalKind.Conflict, "model_without_vectors", $"There are no vectors of '{model}': kp reembed makes them.")
                : new RefusedException(RefusalKind.Conflict, "vectors_missing", $"{missing} passages have no vector of '{model}' yet: kp reembed goes on with them.");
        }

        await session.RecordAsync(caller, "embeddings.in_force", null, new { model, before }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes away all vectors but those in force. Before the change it calls it off; after it there is no way back.</summary>
    /// <returns>Names of the models whose vectors are gone.</returns>
    /// <exception cref="RefusedException"><c>nothing_to_drop</c>, <c>vectors_in_use</c>, <c>reembedding_at_work</c>, <c>administrators_only</c>.</exception>
    public async Task<IReadOnlyList<string>> DropAsync(Caller caller, CancellationToken cancellationToken)
    {
        await RequireAdministratorAsync(caller, cancellationToken).ConfigureAwait(false);
        await using var alone = await ReembeddingLock.TakeAsync(database, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var dropped = await session.ReadAsync<string[]>("select kp_drop_other_vectors()", null, cancellationToken).ConfigureAwait(false);
            if (dropped.Length == 0)
            {
                throw new RefusedException(RefusalKind.Conflict, "nothing_to_drop", "There are no vectors but those in force.");
            }

            await session.RecordAsync(caller, "embeddings.drop", null, new { models = dropped }, cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            return dropped;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            throw new RefusedException(RefusalKind.Unavailable, "vectors_in_use", "The vectors are in use by a longer transaction, such as a back-up; try again later.");
        }
    }

    private async Task RequireAdministratorAsync(Caller caller, CancellationToken cancellationToken) =>
        await (await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);

    private sealed record Begun(string? InForce, bool Already, bool Fits);
}
