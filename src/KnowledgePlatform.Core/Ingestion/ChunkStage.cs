using System.Globalization;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Cuts the stored pages into chunks and stages them, with their language and their boxes.</summary>
public sealed class ChunkStage(PlatformDatabase database, Chunker chunker, LanguageDetector languages)
{
    // A statement for each chunk costs a round trip; a statement for all of a book would be one of many megabytes.
    private const int RowsAtOnce = 500;

    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var stored = await session.QueryAsync<StoredPage>(
            "select number, width, height, text, blocks, words, confidences, label, bates, line_numbers from staged_pages where version_id = @Id order by number", new { version.Id }, cancellationToken)
            .ConfigureAwait(false);
        var pages = stored.Select(page => page.ToParsedPage()).ToList();
        var chunks = chunker.Chunk(pages);
        await session.ExecuteAsync("delete from staged_chunks where version_id = @Id", new { version.Id }, cancellationToken).ConfigureAwait(false);
        var (language, chunkLanguages) = languages.DetectAll([.. chunks.Select(chunk => chunk.Text)]);
        await StageAsync(session, version, pages, chunks, chunkLanguages, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "update staged_readings set language = @language where version_id = @Id", new { version.Id, language }, cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "parsed", "chunked", cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks.Count;
    }

    private async Task StageAsync(
        DatabaseSession session, ClaimedVersion version, IReadOnlyList<ParsedPage> pages, IReadOnlyList<Chunk> chunks, IReadOnlyList<string> chunkLanguages,
        CancellationToken cancellationToken)
    {
        var byNumber = pages.ToDictionary(page => page.Number);
        var contexts = chunker.Contexts(version.Title, chunks);
        for (var from = 0; from < chunks.Count; from += RowsAtOnce)
        {
            var rows = chunks.Skip(from).Take(RowsAtOnce).ToList();
            // Rows of arrays of unlike lengths cannot be one array: each goes as its literal.
            await session.ExecuteAsync(
                """
                insert into staged_chunks (version_id, ordinal, collection_id, heading_path, context, text, language, token_count, pieces, boxes)
                select @Id, n.ordinal, @CollectionId, n.heading_path, n.context, n.text, n.language, n.token_count, n.pieces::int[], n.boxes::real[]
                from unnest(@ordinals::int[], @paths::text[], @contexts::text[], @texts::text[], @languages::text[], @tokens::int[], @pieces::text[], @boxes::text[])
                    as n (ordinal, heading_path, context, text, language, token_count, pieces, boxes)
                """,
                new
                {
                    version.Id, version.CollectionId,
                    ordinals = rows.Select(chunk => chunk.Ordinal).ToArray(),
                    paths = rows.Select(chunk => chunk.HeadingPath).ToArray(),
                    contexts = rows.Select(chunk => contexts[chunk.Ordinal]).ToArray(),
                    texts = rows.Select(chunk => chunk.Text).ToArray(),
                    languages = rows.Select(chunk => chunkLanguages[chunk.Ordinal]).ToArray(),
                    tokens = rows.Select(chunk => chunk.TokenCount).ToArray(),
                    pieces = rows.Select(chunk => Literal(chunk.Pieces.SelectMany(piece => new[] { piece.Page, piece.Start, piece.Length }))).ToArray(),
                    boxes = rows.Select(chunk => Literal(Boxes(chunk, byNumber))).ToArray(),
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Literal<T>(IEnumerable<T> numbers) where T : IFormattable =>
        "{" + string.Join(',', numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture))) + "}";

    private static IEnumerable<float> Boxes(Chunk chunk, Dictionary<int, ParsedPage> pages) =>
        ChunkSpans.Boxes(chunk.Pieces, pages).SelectMany(line => new[] { line.Page, line.Box.Left, line.Box.Top, line.Box.Right, line.Box.Bottom });
}
