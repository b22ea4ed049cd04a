using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings.Reembedding;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// Gives the English passages of the documents that wait a vector by the English model (docs/decisions/0025-two-embedding-models.md), batch by batch: what is committed is not
/// made again, whenever the work is ended. Until then such a passage is found by its other vector.
/// </summary>
public sealed class EnglishVectors(PlatformDatabase database, Embedders embedders)
{
    // Some seconds of work: that much is lost by a kill.
    private const int Batch = 32;
    private const int Versions = 100;

    /// <summary>Whether the model's vectors have their place; makes it, and has all documents wait, the first time. False where this process has no English model.</summary>
    /// <exception cref="InvalidOperationException">Its vectors are not as wide as those there are.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (embedders.English is not { } english)
        {
            return false;
        }

        if (english.Dimensions != embedders.Configured.Dimensions)
        {
            throw new InvalidOperationException($"the vectors of the English model '{english.Model}' have {english.Dimensions} numbers, not {embedders.Configured.Dimensions}: set Embeddings:English:Model to another");
        }

        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var begun = await session.ReadAsync<bool>("select kp_begin_english(@Model, @Dimensions)", new { english.Model, english.Dimensions }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return begun;
    }

    /// <summary>Works until no document waits; does nothing while another process is at it.</summary>
    /// <returns>How many vectors were made.</returns>
    public async Task<long> FillAsync(CancellationToken cancellationToken)
    {
        if (embedders.English is not { } english || await WaitingAsync(cancellationToken).ConfigureAwait(false) is [])
        {
            return 0;
        }

        await using var alone = await ReembeddingLock.TryTakeOfEnglishAsync(database, cancellationToken).ConfigureAwait(false);
        var made = 0L;
        while (alone is not null && await WaitingAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } waiting)
        {
            while (await LackingAsync(waiting, cancellationToken).ConfigureAwait(false) is { Count: > 0 } batch)
            {
                // No transaction is open meanwhile.
                var vectors = await english.EmbedPassagesAsync([.. batch.Select(passage => Embedder.PassageText(passage.Context, passage.Text))], cancellationToken).ConfigureAwait(false);
                if (!await WriteAsync(english.Model, batch, vectors, cancellationToken).ConfigureAwait(false))
                {
                    return made;
                }

                // Checkpoint: the batch is durable; on a crash the next run finds what is still missing.
                made += batch.Count;
            }

            await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("delete from english_waiting where id = any (@ids)", new { ids = waiting.Select(row => row.Id).ToArray() }, cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return made;
    }

    /// <summary>How it stands; null where no English model was ever begun with.</summary>
    public async Task<EnglishVectorStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await StatusAsync(session, cancellationToken).ConfigureAwait(false);
    }

    internal static Task<EnglishVectorStatus?> StatusAsync(DatabaseSession session, CancellationToken cancellationToken) => session.FindAsync<EnglishVectorStatus>(
        """
        select name as model, (select count(*) from chunk_vectors where slot = 3) as passages, (select count(distinct version_id) from english_waiting) as waiting
        from embedding_models where slot = 3
        """, null, cancellationToken);

    private async Task<IReadOnlyList<Waiting>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<Waiting>($"select id, version_id from english_waiting order by id limit {Versions}", null, cancellationToken).ConfigureAwait(false);
    }

    // English is what stands in English, and the figures and names in an English document that are no language.
    private async Task<IReadOnlyList<Lacking>> LackingAsync(IReadOnlyList<Waiting> waiting, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<Lacking>(
            $"""
            select c.id, c.context, c.text from chunks c join document_versions v on v.id = c.version_id join collections k on k.id = c.collection_id
            where c.version_id = any (@versions) and (c.language = 'en' or v.language = 'en') and k.embedding_profile = 'automatic'
              and not exists (select from chunk_vectors n where n.chunk_id = c.id and n.slot = 3)
            order by c.id limit {Batch}
            """, new { versions = waiting.Select(row => row.VersionId).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false);
    }

    // False when the slot is another model's meanwhile.
    private async Task<bool> WriteAsync(string model, IReadOnlyList<Lacking> batch, IReadOnlyList<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // Held until the commit: whoever gives the slot to another model waits.
        await session.ExecuteAsync("select kp_hold_embedding_model()", null, cancellationToken).ConfigureAwait(false);
        if (!await session.ReadAsync<bool>("select exists (select from embedding_models where name = @model and slot = 3)", new { model }, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        // Passages that went meanwhile are passed over, and the others cannot go before the commit.
        await session.ExecuteAsync(
            """
            with held as (select id, document_id, collection_id from chunks where id = any (@ids) for key share)
            insert into chunk_vectors (chunk_id, slot, document_id, collection_id, embedding)
            select h.id, 3, h.document_id, h.collection_id, n.embedding
            from held h join unnest(@ids::bigint[], @vectors::halfvec[]) as n (id, embedding) on n.id = h.id
            on conflict do nothing
            """,
            new { ids = batch.Select(passage => passage.Id).ToArray(), vectors = vectors.Select(HalfVectors.ToHalfVector).ToArray() }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private sealed record Waiting(long Id, Guid VersionId);

    private sealed record Lacking(long Id, string Context, string Text);
}

/// <summary>How far the vectors of the English model are.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Passages">Passages that have one.</param>
/// <param name="Waiting">Documents whose English passages may lack one yet.</param>
public sealed record EnglishVectorStatus(string Model, long Passages, long Waiting);
