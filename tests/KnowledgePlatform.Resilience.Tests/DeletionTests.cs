using System.Diagnostics;
using Xunit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>Documents that are deleted while they are worked on.</summary>
[Collection("one server")]
public sealed class DeletionTests(OwnPostgres server)
{
    [Fact]
    public async Task Document_deleted_while_its_parser_hangs_is_gone_at_once_and_its_parser_with_it()
    {
        await using var archive = await Archive.CreateAsync(server);
        var upload = await archive.UploadAsync(Files.LongName, Files.Long());
        using var worker = archive.StartWorker();
        var parser = 0;
        await archive.UntilAsync("a parser child runs", () => Task.FromResult((parser = Processes.Parsers(worker.Id).FirstOrDefault()) != 0));
        Processes.Signal(parser, "STOP");
        await archive.Documents.DeleteAsync(archive.Person, upload.DocumentId, CancellationToken.None);
        var deleted = Stopwatch.StartNew();
        await archive.UntilAsync("the parser is killed", () => Task.FromResult(!Processes.IsParser(parser)));
        // Long before the parser's own limit of time.
        Assert.InRange(deleted.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await NothingIsLeftAsync(archive, worker);
    }

    [Fact]
    public async Task Document_deleted_while_it_is_embedded_leaves_nothing()
    {
        await using var archive = await Archive.CreateAsync(server);
        var upload = await archive.UploadAsync(Files.LongName, Files.Long());
        using var worker = archive.StartWorker();
        await archive.UntilAsync("it is embedded in part", "select exists (select from staged_chunks where embedding is not null)");
        await archive.Documents.DeleteAsync(archive.Person, upload.DocumentId, CancellationToken.None);
        await NothingIsLeftAsync(archive, worker);
    }

    private static async Task NothingIsLeftAsync(Archive archive, WorkerProcess worker)
    {
        await archive.UploadAsync("next.txt", "The next document is published as if nothing had been.");
        await archive.UntilFinishedAsync();
        Assert.True(worker.Runs, worker.Said);
        await PublishedOnce.AssertAsync(archive, 1, attempts: 1);
        Assert.Equal(1, await archive.ReadAsync<long>("select count(distinct version_id) from (select version_id from pages union all select version_id from chunks) p"));
        // The same bytes may come again.
        await archive.UploadAsync(Files.LongName, Files.Long());
    }
}
