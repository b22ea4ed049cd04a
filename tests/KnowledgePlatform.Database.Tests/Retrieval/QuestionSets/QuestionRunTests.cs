using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval.QuestionSets;

/// <summary>Runs of question sets over passages whose vectors are all the same: words decide.</summary>
public sealed class QuestionRunTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Rent = "Rent is due on the first day of each month.";
    private const string Entry = "The Landlord may re-enter after 21 days.";
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];
    private QuestionSetParts _parts = null!;
    private Caller _administrator = null!, _other = null!;
    private Guid _lease, _set;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("delete from question_sets; delete from collections; select true");
        _parts = new QuestionSetParts(database, new QuestionSetOptions { RunsKept = 2, MaxOpenRuns = 1 });
        _administrator = await database.AddPersonAsync("keeper " + _mark, administrator: true);
        _other = await database.AddPersonAsync("other " + _mark, administrator: true);
        _lease = await _parts.AddDocumentAsync(_administrator, "Matter " + _mark, Rent, Entry, "Notices are sent by post.", "Keys are kept by the porter.");
        _set = await _parts.Sets.AddAsync(_administrator, "Leases", Token);
        await _parts.Questions.AddAsync(_administrator, _set, "after how many days may the landlord re-enter", "lease.pdf", "after 21 days", Token);
        await _parts.Questions.AddAsync(_administrator, _set, "keys of the porter", "lease.pdf", "Notices are sent", Token);
        await _parts.Questions.AddAsync(_administrator, _set, "rent of the month", "lease.pdf", null, Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_keeps_for_each_question_the_ranks_and_what_was_in_force_and_no_text()
    {
        var run = await _parts.RunAsync(_administrator, _set, null, Token);
        Assert.Equal(("done", 3, 3, null, null), (run.State, run.Questions, run.Asked, run.Reason, run.Version));
        var results = await _parts.Runs.ResultsAsync(_administrator, run.Id, Token);
        var byQuestion = (await _parts.Questions.ListAsync(_administrator, _set, Token)).Select(question => results.Single(result => result.QuestionId == question.Id)).ToList();
        Assert.All(byQuestion, result => Assert.Equal((1, 1.0), (result.DocumentRank, result.Ndcg10)));
        Assert.Equal((1, true), (byQuestion[0].PassageRank, byQuestion[0].OfPassage));
        Assert.True(byQuestion[1].PassageRank > 1);
        Assert.Equal((null, false, 1), (byQuestion[2].PassageRank, byQuestion[2].OfPassage, byQuestion[2].Rank));
        Assert.Equal(1, run.Figures!.Ndcg10, 9);
        Assert.Equal(2 / 3.0, run.Figures.Hit1, 9);
        Assert.Equal(1, run.Figures.Hit5, 9);

        Assert.Equal(("0.5", "now", "on"), (run.Snapshot["Retrieval:LexicalWeight"], run.Snapshot["Embeddings:Model"], run.Snapshot["Near-duplicates"]));
        Assert.Equal("4", run.Snapshot["Contents:Passages"]);
        Assert.DoesNotContain(run.Snapshot.Keys, name => name.Contains("ApiKey", StringComparison.Ordinal));
        Assert.Equal(0, await database.OwnerAsync<long>("select count(*) from question_results r where r::text ~* 'landlord|porter|rent'"));
    }

    [Fact]
    public async Task Run_finds_what_its_beginner_may_open_and_leaves_out_questions_about_the_rest()
    {
        await Assert.ThrowsAsync<RefusedException>(async () => await _parts.Runs.StartAsync(await database.AddPersonAsync("nobody " + _mark), _set, null, Token));
        var run = await _parts.RunAsync(_other, _set, null, Token);
        Assert.Equal("failed", run.State);
        Assert.StartsWith("There was no question to ask", run.Reason, StringComparison.Ordinal);

        await database.OwnerAsync<object>($"insert into grants (collection_id, user_id, role) select collection_id, '{_other.UserId}', 'reader' from documents where id = '{_lease}'; select true");
        Assert.Equal("done", (await _parts.RunAsync(_other, _set, null, Token)).State);
        var own = await _parts.RunAsync(_administrator, _set, null, Token);
        await database.OwnerAsync<object>($"delete from grants where user_id = '{_other.UserId}'; select true");
        Assert.All(await _parts.Runs.ResultsAsync(_other, own.Id, Token), result => Assert.Empty(result.Found));
        Assert.All(await _parts.Runs.ResultsAsync(_administrator, own.Id, Token), result => Assert.Equal([_lease], result.Found));
    }

    [Fact]
    public async Task Cancelled_run_ends_and_another_may_begin_only_then()
    {
        var run = await _parts.Runs.StartAsync(_administrator, _set, null, Token);
        Assert.Equal("runs_too_many", (await Assert.ThrowsAsync<RefusedException>(() => _parts.Runs.StartAsync(_administrator, _set, null, Token))).Code);
        await _parts.Runs.CancelAsync(_administrator, run, Token);
        await _parts.Runner.RunAsync(run, Token);
        Assert.Equal(("cancelled", 0), ((await _parts.Runs.FindAsync(_administrator, run, Token)).State, (await _parts.Runs.ResultsAsync(_administrator, run, Token)).Count));
        Assert.Equal("done", (await _parts.RunAsync(_administrator, _set, null, Token)).State);
    }

    [Fact]
    public async Task Run_of_a_killed_worker_is_queued_again_after_its_lease_and_asks_only_what_is_left()
    {
        var run = await _parts.Runs.StartAsync(_administrator, _set, null, Token);
        Assert.Equal([run], await QueuedAsync());
        Assert.Empty(await QueuedAsync());
        var kept = (await _parts.Questions.ListAsync(_administrator, _set, Token))[0].Id;
        await database.OwnerAsync<object>($"""
            insert into question_results values ('{run}', '{kept}', 7, 7, true, 0.25, 1, array[]::uuid[]);
            update question_runs set state = 'running', asked = 1, queued_at = now() - interval '2 minutes', lease_until = now() - interval '1 second'; select true
            """);
        Assert.Equal([run], await QueuedAsync());
        await _parts.Runner.RunAsync(run, Token);

        Assert.Equal(("done", 3), ((await _parts.Runs.FindAsync(_administrator, run, Token)).State, (await _parts.Runs.FindAsync(_administrator, run, Token)).Asked));
        Assert.Equal(7, (await _parts.Runs.ResultsAsync(_administrator, run, Token)).Single(result => result.QuestionId == kept).DocumentRank);
    }

    [Fact]
    public async Task Oldest_runs_go_first_and_a_retired_question_stays_as_long_as_a_run_shows_it()
    {
        var first = await _parts.RunAsync(_administrator, _set, null, Token);
        var retired = (await _parts.Questions.ListAsync(_administrator, _set, Token))[0].Id;
        await _parts.Questions.RemoveAsync(_administrator, _set, retired, Token);
        var second = await _parts.RunAsync(_administrator, _set, null, Token);
        Assert.Equal(2, second.Questions);
        Assert.True((await _parts.Runs.TextsAsync(_administrator, _set, Token)).ContainsKey(retired));
        Assert.Equal(2, (await _parts.Runs.CompareAsync(_administrator, first.Id, second.Id, Token)).Questions);

        var third = await _parts.RunAsync(_administrator, _set, null, Token);
        Assert.Equal([third.Id, second.Id], (await _parts.Runs.ListAsync(_administrator, _set, Token)).Select(run => run.Id));
        Assert.False((await _parts.Runs.TextsAsync(_administrator, _set, Token)).ContainsKey(retired));
    }

    [Fact]
    public async Task Edit_of_a_synonym_while_a_run_goes_on_is_said()
    {
        var run = await _parts.Runs.StartAsync(_administrator, _set, null, Token);
        await database.OwnerAsync<object>("""
            create or replace function edit_meanwhile() returns trigger language plpgsql security definer as $$begin insert into synonym_lists (id, name, languages, entries) values (gen_random_uuid(), gen_random_uuid()::text, '{}', 'a, b'); return null; end$$;
            create trigger meanwhile after insert on question_results for each statement execute function edit_meanwhile(); select true
            """);
        await _parts.Runner.RunAsync(run, Token);
        await database.OwnerAsync<object>("drop trigger meanwhile on question_results; delete from synonym_lists; select true");
        Assert.Equal("While it ran these changed: Synonyms:Sha256.", (await _parts.Runs.FindAsync(_administrator, run, Token)).Reason);
    }

    private async Task<List<Guid>> QueuedAsync()
    {
        var queued = new List<Guid>();
        await _parts.Lease.QueueAsync(queued.Add, Token);
        return queued;
    }
}
