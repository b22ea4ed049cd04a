using System.Diagnostics;
using Xunit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>A worker that is stopped in order, one that dies beside another, and one that a document kills.</summary>
[Collection("one server")]
public sealed class StoppedWorkerTests(OwnPostgres server)
{
    [Fact]
    public async Task Worker_stopped_in_order_gives_its_document_back_untried()
    {
        await using var archive = await Archive.CreateAsync(server);
        await UploadAsync(archive, 3);
        await using (var hold = await StageHold.NextAsync(archive, "publish"))
        {
            using var worker = archive.StartWorker();
            await InStageAsync(archive, hold.Version, "publish");
            Assert.Equal(0, await worker.StopAsync());
            Assert.Equal("embedded", await archive.ReadAsync<string>("select state from document_versions where id = $1", hold.Version));
            Assert.True(await archive.ReadAsync<bool>("select lease_until is null and attempts = 0 from document_versions where id = $1", hold.Version));
        }

        archive.StartWorker();
        await archive.UntilFinishedAsync();
        await PublishedOnce.AssertAsync(archive, 3, attempts: 1);
    }

    [Fact]
    public async Task Two_workers_share_the_work_and_the_death_of_one_loses_nothing()
    {
        await using var archive = await Archive.CreateAsync(server);
        await UploadAsync(archive, 40);
        await using (var hold = await StageHold.NextAsync(archive, "publish"))
        {
            using var first = archive.StartWorker();
            await InStageAsync(archive, hold.Version, "publish");
            var second = archive.StartWorker();
            await archive.UntilAsync(
                "both are at work", "select (select count(distinct data->>'ServerId') from hangfire.state where name = 'Processing') = 2");
            await first.KillAsync();
            Assert.True(second.Runs);
        }

        await archive.UntilFinishedAsync();
        await PublishedOnce.AssertAsync(archive, 40, attempts: 3);
    }

    [Fact]
    public async Task Lock_that_a_killed_worker_left_on_its_job_holds_up_the_next_worker_for_seconds_only()
    {
        await using var archive = await Archive.CreateAsync(server);
        using (archive.StartWorker())
        {
            await archive.UploadAsync("first.txt", "The first document makes the worker lay out its queue.");
            await archive.UntilAsync("it is published", "select exists (select from document_versions where state = 'published')");
            await archive.UntilFinishedAsync();
        }

        await archive.RunAsync(
            """
            create table seen_locks as select * from hangfire.lock where false;
            create function see_lock() returns trigger security definer language plpgsql as 'begin insert into public.seen_locks select old.*; return old; end';
            create trigger see_lock before delete on hangfire.lock for each row execute function see_lock();
            """);
        await UploadAsync(archive, 3);
        await using (var hold = await StageHold.NextAsync(archive, "publish"))
        {
            using var worker = archive.StartWorker();
            await InStageAsync(archive, hold.Version, "publish");
            await worker.KillAsync();
            // Hangfire keeps such a lock for a moment only, too short to kill a worker in it: it is put back as it was.
            Assert.Equal(1, await archive.RunAsync(
                """
                insert into hangfire.lock (resource, updatecount, acquired)
                select distinct resource, updatecount, now() at time zone 'utc' from seen_locks, document_versions v
                where v.id = $1 and resource like '%:' || v.job_id || ':state-lock'
                """, hold.Version));
        }

        var next = Stopwatch.StartNew();
        archive.StartWorker();
        await archive.UntilFinishedAsync();
        Assert.InRange(next.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        await PublishedOnce.AssertAsync(archive, 4, attempts: 2);
    }

    [Fact]
    public async Task Document_on_which_worker_after_worker_dies_is_listed_as_failed()
    {
        await using var archive = await Archive.CreateAsync(server);
        await UploadAsync(archive, 3);
        await using (var hold = await StageHold.NextAsync(archive, "chunk"))
        {
            for (var attempt = 1; attempt <= 2; attempt++)
            {
                using var worker = archive.StartWorker(attempts: 2);
                await archive.UntilAsync(
                    "it is tried again", "select exists (select from document_versions where id = $1 and attempts = $2 and lease_until > now())", hold.Version, attempt);
                await InStageAsync(archive, hold.Version, "chunk");
                await worker.KillAsync();
            }

            archive.StartWorker(attempts: 2);
            await archive.UntilFinishedAsync();
            Assert.Equal("failed too_many_attempts", await archive.ReadAsync<string>("select state || ' ' || reason_code from document_versions where id = $1", hold.Version));
            await archive.Documents.RetryAsync(archive.Person, hold.Version, CancellationToken.None);
        }

        await archive.UntilFinishedAsync();
        await PublishedOnce.AssertAsync(archive, 3, attempts: 2);
    }

    private static Task InStageAsync(Archive archive, Guid version, string stage) => archive.UntilAsync(
        $"the worker is in {stage}", "select exists (select from ingestion_stages where version_id = $1 and stage = $2 and finished_at is null)", version, stage);

    private static async Task UploadAsync(Archive archive, int count)
    {
        foreach (var (name, content) in Files.Make(count + 12).Skip(12))
        {
            await archive.UploadAsync(name, content);
        }
    }
}
