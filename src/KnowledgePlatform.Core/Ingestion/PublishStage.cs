using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Swaps a version's pages and chunks in for those of the version (or the reading) before it, in one transaction: a search sees the one or the other, never both
/// or none.
/// </summary>
public sealed class PublishStage(PlatformDatabase database, Embedders embedders, MemberPublication members)
{
    private const string Insert = """
        insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes,
                            embedding_model_id, embedding)
        select version_id, @DocumentId, collection_id, ordinal, heading_path, context, text, language, token_count, pieces[1], pieces, boxes, @model, embedding
        from staged_chunks where version_id = @Id order by ordinal
        """;

    // The vectors of the model in force lie in a slot of chunk_vectors.
    private const string InsertBesides = """
        with added as (
            insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes)
            select version_id, @DocumentId, collection_id, ordinal, heading_path, context, text, language, token_count, pieces[1], pieces, boxes
            from staged_chunks where version_id = @Id order by ordinal
            returning id, ordinal, document_id, collection_id)
        insert into chunk_vectors (chunk_id, slot, document_id, collection_id, embedding)
        select a.id, @slot, a.document_id, a.collection_id, s.embedding from added a join staged_chunks s on s.version_id = @Id and s.ordinal = a.ordinal
        """;

    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await members.LockAsync(session, version, cancellationToken).ConfigureAwait(false);
        // The row of the document is the lock: two versions of it cannot be published at once. Its key stays free, for an upload of the next version.
        var newest = await session.FindAsync<int?>(
            """
            select coalesce((select number from document_versions v where v.id = d.current_version_id), 0)
            from documents d where d.id = @DocumentId for no key update of d
            """, new { version.DocumentId }, cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException();
        if (newest > version.Number)
        {
            await TakePagesAsync(session, version, cancellationToken).ConfigureAwait(false);
            await session.AdvanceAsync(version, "embedded", "superseded", cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }

        // Held until the commit: no other model is put in force between this look and the passages that it is about.
        var embedder = embedders.ForIngestion(await session.ReadAsync<string?>("select kp_hold_embedding_model()", null, cancellationToken).ConfigureAwait(false));
        if (await session.ReadAsync<bool>(
            "select exists (select from staged_chunks where version_id = @Id and embedding_model is distinct from @Model)", new { version.Id, embedder.Model }, cancellationToken).ConfigureAwait(false))
        {
            await session.AdvanceAsync(version, "embedded", "chunked", cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            throw new OtherModelInForceException();
        }

        var gone = await members.PublishAsync(session, version, cancellationToken).ConfigureAwait(false);
        var chunks = await SwapAsync(session, version, embedder, cancellationToken).ConfigureAwait(false);
        if (gone.Count > 0)
        {
            await session.RecordAsync(null, "document.delete_members", version.DocumentId, new { version = version.Id, members = gone }, cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks;
    }

    private static async Task<int> SwapAsync(DatabaseSession session, ClaimedVersion version, Embedder embedder, CancellationToken cancellationToken)
    {
        var (model, slot) = await session.ReadAsync<(short, short)>(
            """
            insert into embedding_models (name, dimensions) values (@name, @dimensions) on conflict (name) do nothing;
            select id, coalesce(slot, 0) from embedding_models where name = @name;
            """, new { name = embedder.Model, dimensions = embedder.Dimensions }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("delete from chunks where document_id = @DocumentId", new { version.DocumentId }, cancellationToken).ConfigureAwait(false);
        var inserted = await session.ExecuteAsync(slot == 0 ? Insert : InsertBesides, new { version.Id, version.DocumentId, model, slot }, cancellationToken).ConfigureAwait(false);
        // The second vector of English passages is made right behind, by whoever has that model.
        await session.ExecuteAsync(
            """
            insert into english_waiting (version_id) select v.id from document_versions v join collections c on c.id = v.collection_id
            where v.id = @Id and c.embedding_profile = 'automatic' and exists (select from embedding_models where slot = 3)
            """, new { version.Id }, cancellationToken).ConfigureAwait(false);
        await TakePagesAsync(session, version, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            update document_versions set state = 'superseded', changed_at = now() where document_id = @DocumentId and state = 'published';
            update documents set current_version_id = @Id where id = @DocumentId;
            update document_versions set published_at = now(), lease_until = null, chunk_count = @inserted, reason_code = null, reason = null where id = @Id;
            """, new { version.Id, version.DocumentId, inserted }, cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "embedded", "published", cancellationToken).ConfigureAwait(false);
        return inserted;
    }

    // To be called before the version's state says how it ended: with that goes what is staged.
    private static Task<int> TakePagesAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        delete from pages where version_id = @Id;
        insert into pages (version_id, number, collection_id, width, height, text, blocks, words, confidences, label, bates, line_numbers)
            select version_id, number, collection_id, width, height, text, blocks, words, confidences, label, bates, line_numbers from staged_pages where version_id = @Id;
        update document_versions v
            set format = r.format, language = r.language, page_count = r.page_count, word_count = r.word_count, is_partial = r.is_partial, skipped = r.skipped, confidence = r.confidence,
                author = r.author, dated = r.dated
            from staged_readings r where v.id = @Id and r.version_id = v.id;
        """, new { version.Id }, cancellationToken);
}
