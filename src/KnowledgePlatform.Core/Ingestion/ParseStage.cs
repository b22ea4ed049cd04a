using System.Text.Json;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Reads the original in the parser child and keeps its pages. All pages of a version become durable at once, with what was skipped.</summary>
public sealed class ParseStage(PlatformDatabase database, FileStore files, ParserClient parser, IOptions<IngestionOptions> options)
{
    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        var path = files.PathOf(version.Sha256);
        if (!File.Exists(path))
        {
            throw new DocumentRefusedException("original_missing", "the stored original is missing; upload the file again");
        }

        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // Not into pages at once: its foreign keys would lock the document for as long as the child reads, and whoever deletes it would wait.
        await session.ExecuteAsync("create temp table read_pages (like pages) on commit drop", null, cancellationToken).ConfigureAwait(false);
        var (summary, words) = await StorePagesAsync(session, version, path, cancellationToken).ConfigureAwait(false);
        // A crash of the child may be chance (memory of the host, a kill from outside): that is tried again, unlike a fault of the file.
        if (summary.Outcome.Status == ParseStatus.Crashed && (words == 0 || version.Attempts < options.Value.MaxAttempts))
        {
            throw new IOException(summary.Outcome.Sentence);
        }

        if (summary.PageCount == 0 || words == 0)
        {
            throw Refusal(summary);
        }

        await session.ExecuteAsync(
            """
            delete from pages where version_id = @Id;
            insert into pages select * from read_pages;
            update document_versions
            set format = @format, page_count = @pages, word_count = @words, is_partial = @partial, skipped = @skipped::jsonb, reason_code = @code, reason = @reason
            where id = @Id
            """,
            new
            {
                version.Id,
                format = summary.Info?.Kind.ToString().ToLowerInvariant(),
                // A page that could not be read is still a page of the file: it is shown, without its words.
                pages = Math.Max(summary.PageCount, summary.Info?.PageCount ?? 0),
                words,
                partial = summary.Outcome.Status != ParseStatus.Completed,
                skipped = JsonSerializer.Serialize(summary.Skipped, JsonSerializerOptions.Web),
                code = summary.Outcome.Status == ParseStatus.Completed ? null : summary.Outcome.Code,
                reason = summary.Outcome.Status == ParseStatus.Completed ? null : summary.Outcome.Sentence,
            },
            cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "received", "parsed", cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return summary.PageCount;
    }

    private async Task<(ParseSummary Summary, int Words)> StorePagesAsync(
        DatabaseSession session, ClaimedVersion version, string path, CancellationToken cancellationToken)
    {
        var words = 0;
        var summary = await parser.ParseAsync(
            path,
            version.FileName,
            async (page, token) =>
            {
                words += CountWords(page);
                await session.ExecuteAsync(
                    """
                    insert into read_pages (version_id, number, collection_id, width, height, text, blocks, words)
                    values (@Id, @Number, @CollectionId, @Width, @Height, @Text, @blocks, @words)
                    """,
                    new
                    {
                        version.Id, page.Number, version.CollectionId, page.Width, page.Height, page.Text,
                        blocks = StoredPages.Blocks(page), words = StoredPages.Words(page),
                    },
                    token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return (summary, words);
    }

    private static DocumentRefusedException Refusal(ParseSummary summary) => summary.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial
        ? new DocumentRefusedException(ParseCodes.NoText, summary.Skipped.Count > 0 ? summary.Skipped[0].Reason : "the file holds no text")
        : new DocumentRefusedException(summary.Outcome.Code, summary.Outcome.Sentence);

    private static int CountWords(ParsedPage page)
    {
        if (page.Words.Count > 0)
        {
            return page.Words.Count;
        }

        var count = 0;
        var inside = false;
        foreach (var c in page.Text)
        {
            var space = char.IsWhiteSpace(c);
            count += !space && !inside ? 1 : 0;
            inside = !space;
        }

        return count;
    }
}
