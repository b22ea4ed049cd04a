using KnowledgePlatform.TestKit;

namespace KnowledgePlatform.Database.Tests;

/// <summary>Published passages written past ingestion, all with the same vector: what is found of them differs by words, model and access alone.</summary>
internal static class StoredPassages
{
    /// <summary>A document "Lease" of these passages under the heading "Article 7".</summary>
    /// <param name="database">Where.</param>
    /// <param name="collection">In which collection.</param>
    /// <param name="passages">Name of the embedding model, and text.</param>
    public static Task AddAsync(TestDatabase database, Guid collection, params (string Model, string Text)[] passages) => AddAsync(database, collection, "Lease", passages);

    /// <summary>The same with a title.</summary>
    public static async Task AddAsync(TestDatabase database, Guid collection, string title, params (string Model, string Text)[] passages)
    {
        var rows = string.Join(",", passages.Select((passage, i) => $"({i}, '{passage.Model}', '{passage.Text.Replace("'", "''", StringComparison.Ordinal)}')"));
        var models = string.Join(",", passages.Select(passage => $"('{passage.Model}', 384)").Distinct());
        await database.OwnerAsync<object>($"""
            insert into embedding_models (name, dimensions) values {models} on conflict (name) do nothing;
            with d as (insert into documents (collection_id, title) values ('{collection}', '{title}') returning id),
            v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, language, chunk_count)
                  select id, '{collection}', 1, 'lease.pdf', sha256('{collection} {title}'::bytea), 1, 'published', 'en', {passages.Length} from d returning id, document_id)
            insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes,
                                embedding_model_id, embedding)
            select v.id, v.document_id, '{collection}', t.ordinal, 'Article 7', 'Lease > Article 7', t.text, 'en', 1, 1, array[1,0,4], array[]::real[], m.id,
                   array_fill(0.05, array[384])::halfvec
            from v, (values {rows}) as t (ordinal, model, text) join embedding_models m on m.name = t.model
            returning true;
            update documents d set current_version_id = v.id from document_versions v where v.document_id = d.id and d.current_version_id is null
            """);
    }
}
