using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Swaps a version's chunks in for those of the version before it, in one transaction: a search sees the one or the other, never both or none.</summary>
public sealed class PublishStage(PlatformDatabase database, Embedder embedder)
{
    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // The row of the document is the lock: two versions of it cannot be published at once. Its key stays free, for an upload of the next version.
        var newest = await session.FindAsync<int?>(
            """
            select coalesce((select number from document_versions v where v.id = d.current_version_id), 0)
            from documents d where d.id = @DocumentId for no key update of d
            """, new { version.DocumentId }, cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException();
        if (newest > version.Number)
        {
            await DropStagedAsync(session, version, cancellationToken).ConfigureAwait(false);
            await session.AdvanceAsync(version, "embedded", "superseded", cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var chunks = await SwapAsync(session, version, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks;
    }

    private async Task<int> SwapAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken)
    {
        var model = await session.ReadAsync<short>(
            """
            insert into embedding_models (name, dimensions) values (@name, @dimensions) on conflict (name) do nothing;
            select id from embedding_models where name = @name;
            """, new { name = embedder.Model, dimensions = embedder.Dimensions }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("delete from chunks where document_id = @DocumentId", new { version.DocumentId }, cancellationToken).ConfigureAwait(false);
        var inserted = await session.ExecuteAsync(
            """
            insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes,
                                embedding_model_id, embedding)
            select version_id, @DocumentId, collection_id, ordinal, heading_path, context, text, language, token_count, pieces[1], pieces, boxes, @model, embedding
            from staged_chunks where version_id = @Id order by ordinal
            """, new { version.Id, version.DocumentId, model }, cancellationToken).ConfigureAwait(false);
        await DropStagedAsync(session, version, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            update document_versions set state = 'superseded', changed_at = now() where document_id = @DocumentId and state = 'published';
            update documents set current_version_id = @Id where id = @DocumentId;
            update document_versions set published_at = now(), lease_until = null, chunk_count = @inserted, reason_code = null, reason = null where id = @Id;
            """, new { version.Id, version.DocumentId, inserted }, cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "embedded", "published", cancellationToken).ConfigureAwait(false);
        return inserted;
    }

    private static Task<int> DropStagedAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken) =>
        session.ExecuteAsync("delete from staged_chunks where version_id = @Id", new { version.Id }, cancellationToken);
}
