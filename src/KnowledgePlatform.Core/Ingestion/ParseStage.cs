using System.Text.Json;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Reads the original in the parser child and stages its pages, each as it comes: a book takes long, and a transaction open that long would hold up whoever
/// deletes the document. With the version's state the whole becomes durable.
/// </summary>
public sealed class ParseStage(
    PlatformDatabase database, FileStore files, ParserClient parser, UnlockedOriginals unlocked, StagedMembers members, RecordingTranscriber transcriber, IOptions<IngestionOptions> options)
{
    private const string Recording = "recording";

    internal async Task<int> RunAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        if (version.Format == Recording && transcriber.IsBusy)
        {
            throw new DocumentWaitsException(Recording, Outcomes.Busy.Sentence);
        }

        var path = files.PathOf(version.Sha256);
        if (!File.Exists(path))
        {
            throw new DocumentRefusedException("original_missing", "the stored original is missing; upload the file again");
        }

        path = await unlocked.PathAsync(version, path, cancellationToken).ConfigureAwait(false);
        var room = await members.BeginAsync(version, cancellationToken).ConfigureAwait(false);
        var (summary, words, confidence, listed) = await StagePagesAsync(version, path, room, cancellationToken).ConfigureAwait(false);
        // A file without words of its own may hold others that have some: it stands for them, and says what of it was not read.
        var isEmpty = words == 0 && listed == 0;
        if (summary.Outcome.Code == ParseCodes.Busy)
        {
            throw new DocumentWaitsException(Recording, summary.Outcome.Sentence);
        }

        // A crash of the child may be chance (memory of the host, a kill from outside): that is tried again, unlike a fault of the file.
        if (summary.Outcome.Status == ParseStatus.Crashed && (isEmpty || version.Attempts < options.Value.MaxAttempts))
        {
            throw new IOException(summary.Outcome.Sentence);
        }

        if (isEmpty)
        {
            throw Refusal(summary);
        }

        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await KeepTheBetterAsync(session, version, summary, words, cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(version, "received", "parsed", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            insert into staged_readings (version_id, collection_id, format, page_count, word_count, is_partial, skipped, confidence, lists_all_members, author, dated)
            values (@Id, @CollectionId, @format, @pages, @words, @partial, @skipped::jsonb, @confidence, @listsAll, @author, @dated::date);
            update document_versions set reason_code = @code, reason = @reason where id = @Id;
            """,
            new
            {
                version.Id, version.CollectionId,
                format = summary.Info?.Kind.ToString().ToLowerInvariant(),
                author = summary.Info?.Author,
                dated = summary.Info?.Dated?.ToString("O"),
                // A page that could not be read is still a page of the file: it is shown, without its words.
                pages = Math.Max(summary.PageCount, summary.Info?.PageCount ?? 0),
                words,
                confidence,
                partial = summary.Outcome.Status != ParseStatus.Completed,
                // A reading that broke off or left a member out says nothing of those that it does not list.
                listsAll = room.Closed is null && summary.Outcome.Status == ParseStatus.Completed,
                skipped = JsonSerializer.Serialize(Skipped(summary, words, room), JsonSerializerOptions.Web),
                code = summary.Outcome.Status == ParseStatus.Completed ? null : summary.Outcome.Code,
                reason = summary.Outcome.Status == ParseStatus.Completed ? null : summary.Outcome.Sentence,
            },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return summary.PageCount;
    }

    private async Task<(ParseSummary Summary, int Words, double? Confidence, int Listed)> StagePagesAsync(
        ClaimedVersion version, string path, MemberRoom room, CancellationToken cancellationToken)
    {
        var earlier = await EarlierAsync(version, cancellationToken).ConfigureAwait(false);
        var (words, recognized, confidence, last) = (0, 0, 0L, 0);
        async ValueTask TakeAsync(ParsedPage page, CancellationToken token)
        {
            words += CountWords(page);
            recognized += page.Confidences?.Count ?? 0;
            confidence += page.Confidences?.Sum(word => (long)word) ?? 0;
            last = page.Number;
            await StageAsync(version, page, token).ConfigureAwait(false);
        }

        var listed = 0;
        async Task ListAsync(string member, Stream content, CancellationToken token)
        {
            await members.TakeAsync(version, listed + 1, member, content, token).ConfigureAwait(false);
            listed++;
        }

        var file = new ParsedFile(path, version.FileName, TakeAsync)
        {
            Earlier = earlier,
            OnProgress = (how, token) => TellAsync(version, how, token),
            OnMember = room.Closed is null ? ListAsync : null,
            Limits = room.Narrow(parser.Limits),
        };
        var summary = await parser.ParseAsync(file, cancellationToken).ConfigureAwait(false);
        await DeleteStagedAsync(version, "number > @last", last, cancellationToken).ConfigureAwait(false);
        return (summary, words, recognized == 0 ? null : (double)confidence / recognized, listed);
    }

    // Hours of computing: what a worker that was killed has transcribed stays. Of everything else the pages are read anew. A recording's pages have no width, and words.
    private async Task<IReadOnlyDictionary<int, ParsedPage>> EarlierAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await DeleteStagedAsync(version, "not (width = 0 and cardinality(words) > 0)", 0, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var pages = await session.QueryAsync<StoredPage>(
            "select number, width, height, text, blocks, words, confidences, label, bates, line_numbers from staged_pages where version_id = @Id", new { version.Id }, cancellationToken).ConfigureAwait(false);
        return pages.ToDictionary(page => page.Number, page => page.ToParsedPage());
    }

    private async Task DeleteStagedAsync(ClaimedVersion version, string which, int last, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.HoldAsync(version, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"delete from staged_pages where version_id = @Id and {which}", new { version.Id, last }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TellAsync(ClaimedVersion version, string how, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(
            "update document_versions set reason_code = @code, reason = @how, changed_at = now() where id = @Id and claims = @Claims",
            new { version.Id, version.Claims, how, code = DocumentSummary.WorkCode }, cancellationToken)
            .ConfigureAwait(false) == 0)
        {
            throw new LeaseLostException();
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task StageAsync(ClaimedVersion version, ParsedPage page, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // No wait for the disk: the commit that moves the state on writes all that came before it.
        await session.ExecuteAsync("set local synchronous_commit = off", null, cancellationToken).ConfigureAwait(false);
        var staged = await session.ExecuteAsync(
            """
            insert into staged_pages (version_id, number, collection_id, width, height, text, blocks, words, confidences, label, bates, line_numbers)
            select id, @Number, collection_id, @Width, @Height, @Text, @blocks, @words, @confidences, @Label, @Bates, @lines from document_versions where id = @Id and claims = @Claims
            on conflict (version_id, number) do update set text = excluded.text, blocks = excluded.blocks, words = excluded.words, label = excluded.label
            """,
            new
            {
                version.Id, version.Claims, page.Number, page.Width, page.Height, page.Text, page.Label, page.Bates, lines = StoredPages.Lines(page),
                blocks = StoredPages.Blocks(page), words = StoredPages.Words(page), confidences = page.Confidences?.ToArray(),
            },
            cancellationToken).ConfigureAwait(false);
        if (staged == 0)
        {
            throw new LeaseLostException();
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    // A document that is read again because a reader learned more must not lose by it: a tool that fails today would take away what was found yesterday.
    private async Task KeepTheBetterAsync(DatabaseSession session, ClaimedVersion version, ParseSummary summary, int words, CancellationToken cancellationToken)
    {
        var before = await session.FindAsync<ReadBefore>(
            """
            select v.is_partial, coalesce(v.word_count, 0) as words from document_versions v join documents d on d.current_version_id = v.id where v.id = @Id
            """, new { version.Id }, cancellationToken).ConfigureAwait(false);
        var least = options.Value.LeastRereadShare;
        if (before is not null && ((summary.Outcome.Status != ParseStatus.Completed && !before.IsPartial) || words < before.Words * least))
        {
            throw new DocumentRefusedException(
                "read_less",
                summary.Outcome.Status == ParseStatus.Completed
                    ? $"it gave {words} words where {before.Words} are known, less than a share of {least} (Ingestion:LeastRereadShare)"
                    : $"it gave a part only, where the whole is known: {summary.Outcome.Sentence}");
        }
    }

    // The child says what was left in; only here it is known why, and that the file stands for what it holds.
    private static IReadOnlyList<Skipped> Skipped(ParseSummary summary, int words, MemberRoom room)
    {
        var skipped = summary.Skipped.ToList();
        if (words == 0)
        {
            skipped.Insert(0, new Skipped(null, $"Nothing was read of the file itself, only the files in it were taken out: {summary.Outcome.Sentence}"));
        }

        if (room.Closed is { } closed && summary.Info?.Kind == DocumentKind.Archive)
        {
            skipped.Add(new Skipped(null, closed));
        }

        return skipped;
    }

    private static DocumentRefusedException Refusal(ParseSummary summary) => summary.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial
        ? new DocumentRefusedException(ParseCodes.NoText, summary.Skipped.Count > 0 ? summary.Skipped[0].Reason : "the file holds no text")
        : new DocumentRefusedException(summary.Outcome.Code, summary.Outcome.Sentence);

    private static int CountWords(ParsedPage page)
    {
        // A word of a recording is a whole segment of speech.
        if (page.Words.Count > 0 && page.Width > 0)
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

    private sealed record ReadBefore(bool IsPartial, int Words);
}
