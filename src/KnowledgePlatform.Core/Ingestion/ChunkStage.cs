using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Cuts the stored pages into chunks and stages them, with their language and their boxes.</summary>
public sealed class ChunkStage(PlatformDatabase database, Chunker chunker, LanguageDetector languages)
{
    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var stored = await session.QueryAsync<StoredPage>(
            "select number, width, height, text, blocks, words from pages where version_id = @Id order by number", new { version.Id }, cancellationToken)
            .ConfigureAwait(false);
        var pages = stored.Select(page => page.ToParsedPage()).ToList();
        var chunks = chunker.Chunk(pages);
        await session.ExecuteAsync("delete from staged_chunks where version_id = @Id", new { version.Id }, cancellationToken).ConfigureAwait(false);
        var language = await StageAsync(session, version, pages, chunks, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "update document_versions set language = @language, chunk_count = @count where id = @Id",
            new { version.Id, language, count = chunks.Count }, cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "parsed", "chunked", cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks.Count;
    }

    /// <returns>The language of most of the text.</returns>
    private async Task<string> StageAsync(
        DatabaseSession session, ClaimedVersion version, IReadOnlyList<ParsedPage> pages, IReadOnlyList<Chunk> chunks, CancellationToken cancellationToken)
    {
        var lengths = new Dictionary<string, int>();
        var byNumber = pages.ToDictionary(page => page.Number);
        foreach (var chunk in chunks)
        {
            var language = languages.Detect(chunk.Text);
            lengths[language] = lengths.GetValueOrDefault(language) + chunk.Text.Length;
            await session.ExecuteAsync(
                """
                insert into staged_chunks (version_id, ordinal, collection_id, heading_path, context, text, language, token_count, pieces, boxes)
                values (@Id, @Ordinal, @CollectionId, @HeadingPath, @context, @Text, @language, @TokenCount, @pieces, @boxes)
                """,
                new
                {
                    version.Id, chunk.Ordinal, version.CollectionId, chunk.HeadingPath, context = chunk.Context(version.Title), chunk.Text, language,
                    chunk.TokenCount, pieces = chunk.Pieces.SelectMany(piece => new[] { piece.Page, piece.Start, piece.Length }).ToArray(),
                    boxes = Boxes(chunk, byNumber),
                },
                cancellationToken).ConfigureAwait(false);
        }

        return lengths.Count == 0 ? LanguageDetector.Undetermined : lengths.MaxBy(pair => pair.Value).Key;
    }

    private static float[] Boxes(Chunk chunk, Dictionary<int, ParsedPage> pages) =>
        [.. ChunkSpans.Boxes(chunk.Pieces, pages).SelectMany(line => new[] { line.Page, line.Box.Left, line.Box.Top, line.Box.Right, line.Box.Bottom })];
}
