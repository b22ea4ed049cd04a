using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Gives every staged chunk its vector by the model in force, batch by batch; a batch that is committed is not embedded again, unless another model was put in force meanwhile.
/// </summary>
public sealed class EmbedStage(PlatformDatabase database, Embedders embedders, IOptions<IngestionOptions> options)
{
    private sealed record Waiting(int Ordinal, string Context, string Text);

    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        var embedded = 0;
        while (true)
        {
            await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
            var embedder = embedders.ForIngestion(await session.FindAsync<string>("select name from embedding_models where in_force", null, cancellationToken).ConfigureAwait(false));
            var batch = await session.QueryAsync<Waiting>(
                """
                select ordinal, context, text from staged_chunks
                where version_id = @Id and (embedding is null or embedding_model is distinct from @Model) order by ordinal limit @limit
                """,
                new { version.Id, embedder.Model, limit = options.Value.EmbedBatch }, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                await session.AdvanceAsync(version, "chunked", "embedded", cancellationToken).ConfigureAwait(false);
                await session.CommitAsync(cancellationToken).ConfigureAwait(false);
                return embedded;
            }

            var vectors = await embedder.EmbedPassagesAsync(
                [.. batch.Select(chunk => Embedder.PassageText(chunk.Context, chunk.Text))], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                """
                update staged_chunks s set embedding = n.embedding, embedding_model = @Model
                from unnest(@ordinals::int[], @vectors::halfvec[]) as n (ordinal, embedding)
                where s.version_id = @Id and s.ordinal = n.ordinal
                  and exists (select from document_versions v where v.id = @Id and v.claims = @Claims)
                """,
                new
                {
                    version.Id, version.Claims, embedder.Model,
                    ordinals = batch.Select(chunk => chunk.Ordinal).ToArray(),
                    vectors = vectors.Select(HalfVectors.ToHalfVector).ToArray(),
                },
                cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            embedded += batch.Count;
        }
    }
}
