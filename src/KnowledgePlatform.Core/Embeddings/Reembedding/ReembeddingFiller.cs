using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Embeddings.Reembedding;

/// <summary>
/// Gives every passage a vector of a model whose vectors are kept, the newest passages first and batch by batch: what is committed is not made again, whenever the work is ended.
/// </summary>
public sealed class ReembeddingFiller(PlatformDatabase database, Embedders embedders, TimeProvider time)
{
    // Some seconds of work: that much is lost by a kill.
    private const int Batch = 64;

    /// <summary>Works until no passage lacks a vector, those included that come in meanwhile.</summary>
    /// <param name="model">One of the models of this process.</param>
    /// <param name="report">Told after each batch; null when nobody asks.</param>
    /// <param name="cancellationToken">Ends the work; it goes on with the next call.</param>
    /// <returns>How many vectors were made.</returns>
    /// <exception cref="RefusedException"><c>model_without_vectors</c>: there is no place for them; <c>reembedding_at_work</c>.</exception>
    public async Task<long> FillAsync(string model, Action<ReembeddingProgress>? report, CancellationToken cancellationToken)
    {
        var embedder = embedders.Find(model) ?? throw new ArgumentException($"this process does not have the embedding model '{model}'", nameof(model));
        await using var alone = await ReembeddingLock.TakeAsync(database, cancellationToken).ConfigureAwait(false);
        var place = await PlaceAsync(model, cancellationToken).ConfigureAwait(false);
        var (done, total, made, began) = (place.Total - place.Missing, place.Total, 0L, time.GetTimestamp());
        // A pass goes down from the newest passage. Those that came in meanwhile stand above where it began: it is over when a pass finds none.
        for (var (before, inPass) = (long.MaxValue, 0L); ;)
        {
            var batch = await WaitingAsync(place, before, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                if (inPass == 0)
                {
                    return made;
                }

                (before, inPass) = (long.MaxValue, 0);
                continue;
            }

            // No transaction is open meanwhile.
            var vectors = await embedder.EmbedPassagesAsync([.. batch.Select(passage => Embedder.PassageText(passage.Context, passage.Text))], cancellationToken).ConfigureAwait(false);
            await WriteAsync(place, batch, vectors, cancellationToken).ConfigureAwait(false);
            // Checkpoint: the batch is durable; on a crash the next run finds what is missing below and above it.
            (before, inPass, made) = (batch[^1].Id, inPass + batch.Count, made + batch.Count);
            report?.Invoke(new ReembeddingProgress(Math.Min(done + made, total), total, made / Math.Max(0.001, time.GetElapsedTime(began).TotalSeconds)));
        }
    }

    private async Task<Place> PlaceAsync(string model, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<Place>(
            """
            select id as model, slot, (select count(*) from chunks) as total, kp_passages_without_vector(name) as missing
            from embedding_models where name = @model and slot is not null
            """, new { model }, cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedException(RefusalKind.Conflict, "model_without_vectors", $"There is no place for vectors of '{model}': kp reembed makes one.");
    }

    private async Task<IReadOnlyList<Waiting>> WaitingAsync(Place place, long before, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // Left to estimates, a plan that reads a million rows for each batch may look cheap: down the key, and with a look at the other table for each row (a subquery, which
        // is never made a join), reads what is asked for.
        await session.ExecuteAsync("select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)", null, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<Waiting>(
            $"""
            select c.id, c.context, c.text from chunks c
            where c.id < @before and {(place.Slot == 0 ? "c.embedding_model_id is distinct from @Model" : "(select true from chunk_vectors v where v.chunk_id = c.id and v.slot = @Slot) is null")}
            order by c.id desc limit {Batch}
            """, new { before, place.Model, place.Slot }, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(Place place, IReadOnlyList<Waiting> batch, IReadOnlyList<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // Held until the commit: whoever takes vectors away waits, and who has done so is seen here. The lock of the whole work may be lost with its connection.
        await session.ExecuteAsync("select kp_hold_embedding_model()", null, cancellationToken).ConfigureAwait(false);
        if (!await session.ReadAsync<bool>("select exists (select from embedding_models where id = @Model and slot = @Slot)", new { place.Model, place.Slot }, cancellationToken).ConfigureAwait(false))
        {
            throw new RefusedException(RefusalKind.Conflict, "model_without_vectors", "The vectors were taken away meanwhile.");
        }

        // Passages that went meanwhile are passed over, and the others cannot go before the commit.
        await session.ExecuteAsync(
            place.Slot == 0
                ? """
                  update chunks c set embedding = n.embedding, embedding_model_id = @Model
                  from unnest(@ids::bigint[], @vectors::halfvec[]) as n (id, embedding) where c.id = n.id
                  """
                : """
                  with held as (select id, document_id, collection_id from chunks where id = any (@ids) for key share)
                  insert into chunk_vectors (chunk_id, slot, document_id, collection_id, embedding)
                  select h.id, @Slot, h.document_id, h.collection_id, n.embedding
                  from held h join unnest(@ids::bigint[], @vectors::halfvec[]) as n (id, embedding) on n.id = h.id
                  on conflict do nothing
                  """,
            new { place.Model, place.Slot, ids = batch.Select(passage => passage.Id).ToArray(), vectors = vectors.Select(HalfVectors.ToHalfVector).ToArray() },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record Place(short Model, short Slot, long Total, long Missing);

    private sealed record Waiting(long Id, string Context, string Text);
}
