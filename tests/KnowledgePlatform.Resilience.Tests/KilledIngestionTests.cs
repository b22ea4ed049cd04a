using Xunit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>200 documents, and everything that takes part in their ingestion killed while they come in.</summary>
[Collection("one server")]
public sealed class KilledIngestionTests(OwnPostgres server)
{
    private const int Documents = 200;
    // Every kill may cost a document one attempt, and this many kills there are at most.
    private const int Attempts = 12;

    [Fact]
    public async Task Worker_parser_and_database_are_killed_and_every_document_is_published_exactly_once()
    {
        await using var archive = await Archive.CreateAsync(server);
        var files = Files.Make(Documents - 1).ToList();
        files.Insert(Documents / 2, (Files.LongName, System.Text.Encoding.UTF8.GetBytes(Files.Long())));
        foreach (var (name, content) in files)
        {
            await archive.UploadAsync(name, content);
        }

        foreach (var stage in new[] { "parse", "chunk", "publish" })
        {
            await KillWorkerInAsync(archive, stage);
        }

        using var worker = archive.StartWorker(Attempts);
        await KillDatabaseAsync(archive, worker);
        await KillParsersAsync(archive, worker, 3);
        await KillWorkerInEmbeddingAsync(archive, worker);

        var last = archive.StartWorker(Attempts);
        await archive.UntilFinishedAsync();
        Assert.True(last.Runs, last.Said);
        await PublishedOnce.AssertAsync(archive, Documents, Attempts);
    }

    private static async Task KillWorkerInAsync(Archive archive, string stage)
    {
        await using var hold = await StageHold.NextAsync(archive, stage);
        using var worker = archive.StartWorker(Attempts);
        await archive.UntilAsync(
            $"the worker is in {stage}",
            "select exists (select from ingestion_stages where version_id = $1 and stage = $2 and finished_at is null)", hold.Version, stage);
        await worker.KillAsync();
    }

    private async Task KillDatabaseAsync(Archive archive, WorkerProcess worker)
    {
        var before = await PublishedAsync(archive);
        await archive.UntilAsync("the worker has published more", async () => await PublishedAsync(archive) >= before + 10);
        server.Kill();
        await server.StartAsync();
        var after = await PublishedAsync(archive);
        Assert.True(after >= before + 10, "what was published is gone");
        await archive.UntilAsync("the same worker goes on by itself", async () => await PublishedAsync(archive) >= after + 5);
        Assert.True(worker.Runs, worker.Said);
    }

    private static async Task KillParsersAsync(Archive archive, WorkerProcess worker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var parser = 0;
            await archive.UntilAsync("a parser child runs", () => Task.FromResult((parser = Processes.Parsers(worker.Id).FirstOrDefault()) != 0));
            Processes.Kill(parser);
        }

        Assert.True(worker.Runs, worker.Said);
    }

    private static async Task KillWorkerInEmbeddingAsync(Archive archive, WorkerProcess worker)
    {
        await archive.UntilAsync(
            "the long document is embedded in part",
            """
            select coalesce((select bool_or(s.embedding is null) and bool_or(s.embedding is not null)
                             from staged_chunks s join document_versions v on v.id = s.version_id where v.file_name = $1), false)
            """, Files.LongName);
        await worker.KillAsync();
    }

    private static Task<long> PublishedAsync(Archive archive) => archive.ReadAsync<long>("select count(*) from document_versions where state = 'published'");
}
