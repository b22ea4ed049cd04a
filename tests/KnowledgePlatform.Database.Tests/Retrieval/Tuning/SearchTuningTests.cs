using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.Database.Tests.Retrieval.QuestionSets;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval.Tuning;

/// <summary>Search settings as administrators change them, try them on question sets, put them in force and go back.</summary>
public sealed class SearchTuningTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    // Nine words of ten: without a weight for words nothing tells it from the others, whose vectors are the same.
    private static readonly string[] Passages = [.. Enumerable.Range(0, 12).Select(i => $"Clause about {Word(i)} is number {i} of the agreement.")];
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];
    private QuestionSetParts _parts = null!;
    private Caller _administrator = null!, _person = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("delete from synonym_lists; delete from question_sets; delete from search_in_force; delete from search_versions; delete from collections; select true");
        _parts = new QuestionSetParts(database);
        _administrator = await database.AddPersonAsync("keeper " + _mark, administrator: true);
        _person = await database.AddPersonAsync("person " + _mark);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Version_is_used_only_once_it_is_in_force_and_by_other_processes_within_two_seconds()
    {
        var elsewhere = new QuestionSetParts(database);
        await elsewhere.InForce.CurrentAsync(Token);
        var version = await _parts.Tuning.AddAsync(_administrator, _parts.InForce.Configured with { LexicalWeight = 0.25, Synonyms = false }, "fewer words", Token);
        Assert.Equal((0.5, null), await UsedAsync(_parts));
        await _parts.Tuning.PutInForceAsync(_administrator, version, "tried by hand", null, Token);

        Assert.Equal((0.25, version), await UsedAsync(_parts));
        Assert.Equal((0.5, null), await UsedAsync(elsewhere));
        elsewhere.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((0.25, version), await UsedAsync(elsewhere));

        await _parts.Tuning.PutInForceAsync(_administrator, QuestionRunStore.AsConfigured, "back", null, Token);
        Assert.Equal((0.5, null), await UsedAsync(_parts));
        Assert.Equal([null, version], (await _parts.Tuning.HistoryAsync(_administrator, Token)).Select(one => one.Version));
    }

    [Fact]
    public async Task Version_older_than_the_list_shows_is_found_by_its_number()
    {
        var store = new TuningStore(database.Database, _parts.InForce, _parts.Gate, Options.Create(new TuningOptions { Listed = 1 }));
        var first = await store.AddAsync(_administrator, _parts.InForce.Configured with { LexicalWeight = 0.25 }, "fewer words", Token);
        var second = await store.AddAsync(_administrator, WithoutWords, "no words", Token);
        Assert.Equal(second, Assert.Single(await store.ListAsync(_administrator, Token)).Number);
        Assert.Equal("fewer words", (await store.FindAsync(_administrator, first, Token))?.Reason);
        Assert.Null(await store.FindAsync(_administrator, second + 1, Token));
    }

    [Fact]
    public async Task Search_orders_by_the_version_in_force()
    {
        await _parts.AddDocumentAsync(_person, "Matter " + _mark, Passages);
        Assert.Equal(Passages[7], (await _parts.Search.SearchAsync(_person, Word(7), null, 3, Token))[0].Text);
        var version = await _parts.Tuning.AddAsync(_administrator, WithoutWords, "no words", Token);
        await _parts.Tuning.PutInForceAsync(_administrator, version, "to see", null, Token);
        Assert.NotEqual(Passages[7], (await _parts.Search.SearchAsync(_person, Word(7), null, 3, Token))[0].Text);
    }

    [Fact]
    public async Task Numbers_out_of_range_a_missing_reason_an_unknown_version_and_the_same_again_are_refused()
    {
        Assert.Equal("search_settings_invalid", await CodeAsync(() => _parts.Tuning.AddAsync(_administrator, new SearchTuning { LexicalWeight = 1.5 }, "more", Token)));
        Assert.Equal("reason_missing", await CodeAsync(() => _parts.Tuning.AddAsync(_administrator, new SearchTuning(), " ", Token)));
        Assert.Equal("search_version_not_found", await CodeAsync(() => _parts.Tuning.PutInForceAsync(_administrator, 7, "why not", null, Token)));
        Assert.Equal("search_version_in_force", await CodeAsync(() => _parts.Tuning.PutInForceAsync(_administrator, QuestionRunStore.AsConfigured, "again", null, Token)));
    }

    [Fact]
    public async Task Only_an_administrator_changes_settings_and_nobody_changes_a_version_that_was_made()
    {
        Assert.Equal("administrators_only", await CodeAsync(() => _parts.Tuning.AddAsync(_person, new SearchTuning(), "mine", Token)));
        Assert.Equal("administrators_only", await CodeAsync(() => _parts.Tuning.PutInForceAsync(_person, 0, "mine", null, Token)));
        await _parts.Tuning.AddAsync(_administrator, new SearchTuning(), "first", Token);
        await using (var session = await database.Database.BeginAsync(_person, Token))
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("insert into search_in_force (version, reason) values (1, 'mine')", null, Token));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        }

        foreach (var sql in new[] { "update search_versions set reason = 'other'", "delete from search_versions", "delete from search_in_force" })
        {
            await using var session = await database.Database.BeginAsync(_administrator, Token);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync(sql, null, Token))).SqlState);
        }
    }

    [Fact]
    public async Task Gate_asks_for_both_runs_refuses_what_is_significantly_worse_and_yields_to_a_reason_that_the_trail_keeps()
    {
        await AddGateAsync();
        var worse = await _parts.Tuning.AddAsync(_administrator, WithoutWords, "no words", Token);
        Assert.Equal("gate_run_missing", await CodeAsync(() => _parts.Tuning.PutInForceAsync(_administrator, worse, "hope", null, Token)));
        await RunMissingAsync(worse, 2);

        var verdict = Assert.Single(await _parts.Gate.JudgeAsync(_administrator, worse, Token));
        Assert.True(verdict.Worse && verdict.Comparison!.Worse.Count > verdict.Comparison.Better.Count);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _parts.Tuning.PutInForceAsync(_administrator, worse, "hope", null, Token));
        Assert.Equal("gate_worse", refused.Code);
        Assert.Equal((0.5, null), await UsedAsync(_parts));

        await _parts.Tuning.PutInForceAsync(_administrator, worse, "a demonstration", "the partner wants to see it", Token);
        Assert.Equal((0.0, worse), await UsedAsync(_parts));
        Assert.Equal("the partner wants to see it", (await _parts.Tuning.HistoryAsync(_administrator, Token))[0].Overridden);
        var recorded = await database.OwnerAsync<string>("select detail::text from audit_events where action = 'search_settings.in_force' order by id desc limit 1");
        Assert.Contains("\"overridden\": \"the partner wants to see it\"", recorded, StringComparison.Ordinal);
        Assert.Contains("\"open\": false", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_lets_through_what_is_not_worse_and_rolling_back_passes_it_with_the_runs_that_are_there()
    {
        await AddGateAsync();
        var harmless = await _parts.Tuning.AddAsync(_administrator, _parts.InForce.Configured with { NearDuplicates = false }, "no near-duplicates here", Token);
        await RunMissingAsync(harmless, 2);
        await _parts.Tuning.PutInForceAsync(_administrator, harmless, "as good", "not needed", Token);
        Assert.Null((await _parts.Tuning.HistoryAsync(_administrator, Token))[0].Overridden);

        await RunMissingAsync(QuestionRunStore.AsConfigured, 0);
        await _parts.Tuning.PutInForceAsync(_administrator, QuestionRunStore.AsConfigured, "back", null, Token);
        Assert.Equal((0.5, null), await UsedAsync(_parts));
    }

    [Fact]
    public async Task Runs_of_before_a_question_was_added_or_a_synonym_edited_or_by_another_person_open_no_gate()
    {
        var set = await AddGateAsync();
        var version = await _parts.Tuning.AddAsync(_administrator, _parts.InForce.Configured with { Neighbours = 4 }, "four", Token);
        await RunMissingAsync(version, 2);
        Assert.True((await _parts.Gate.JudgeAsync(_administrator, version, Token))[0].Open);
        var other = await database.AddPersonAsync("other " + _mark, administrator: true);
        Assert.False((await _parts.Gate.JudgeAsync(other, version, Token))[0].Open);

        await database.OwnerAsync<object>("update synonym_lists set enabled = enabled; select true");
        Assert.True((await _parts.Gate.JudgeAsync(_administrator, version, Token))[0].Open);
        await database.OwnerAsync<object>("insert into synonym_lists (id, name, languages, entries) values (gen_random_uuid(), 'Ours', '{}', 'a, b'); select true");
        Assert.False((await _parts.Gate.JudgeAsync(_administrator, version, Token))[0].Open);
        await RunMissingAsync(version, 2);
        Assert.True((await _parts.Gate.JudgeAsync(_administrator, version, Token))[0].Open);
        await _parts.Questions.AddAsync(_administrator, set, "another question", "lease.pdf", null, Token);
        Assert.False((await _parts.Gate.JudgeAsync(_administrator, version, Token))[0].Open);
    }

    private SearchTuning WithoutWords => _parts.InForce.Configured with { LexicalWeight = 0, NeighbourWeight = 0, NamedDocumentWeight = 0 };

    private static string Word(int i) => new((char)('b' + i), 6);

    private static async Task<(double, int?)> UsedAsync(QuestionSetParts parts)
    {
        var (tuning, version) = await parts.InForce.CurrentAsync(Token);
        return (tuning.LexicalWeight, version);
    }

    private async Task<Guid> AddGateAsync()
    {
        await _parts.AddDocumentAsync(_administrator, "Matter " + _mark, Passages);
        var set = await _parts.Sets.AddAsync(_administrator, "Clauses", Token);
        for (var i = 0; i < Passages.Length; i++)
        {
            await _parts.Questions.AddAsync(_administrator, set, Word(i), "lease.pdf", Passages[i], Token);
        }

        await _parts.Sets.ChangeAsync(_administrator, set, "Clauses", true, Token);
        return set;
    }

    private async Task RunMissingAsync(int version, int expected)
    {
        Assert.Equal(expected, await _parts.Gate.StartMissingAsync(_administrator, version, Token));
        var waiting = new List<Guid>();
        await _parts.Lease.QueueAsync(waiting.Add, Token);
        foreach (var run in waiting)
        {
            await _parts.Runner.RunAsync(run, Token);
        }
    }

    private static async Task<string> CodeAsync(Func<Task> action) => (await Assert.ThrowsAsync<RefusedException>(action)).Code;
}
