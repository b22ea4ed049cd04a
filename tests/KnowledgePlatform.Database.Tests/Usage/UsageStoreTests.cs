using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Usage;

/// <summary>Who used what, added up, and who may know.</summary>
public sealed class UsageStoreTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly UsageStore _store = new(database.Database, Options.Create(new UsageOptions { Currency = "EUR" }));
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private Caller _administrator = null!;
    private Caller _ann = null!;
    private Caller _bob = null!;
    private Guid _lease;
    private Guid _letters;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private UsageDays Days { get; } = new(new(2000, 1, 1), new(2009, 12, 31));

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("with gone as (delete from usage_records), none as (delete from usage_comparison) select true");
        _administrator = await database.AddPersonAsync("administrator-" + _mark, administrator: true);
        _ann = await database.AddPersonAsync("ann-" + _mark);
        _bob = await database.AddPersonAsync("bob-" + _mark);
        _lease = await database.AddCollectionAsync(_ann, "Lease " + _mark);
        _letters = await database.AddCollectionAsync(_ann, "Letters " + _mark);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Cost_is_exact_and_added_up_by_person_collection_and_model()
    {
        await AskedAsync(_ann, "large", 1_000_003, 7, new(0.000001m, 10), _lease, _letters);
        await AskedAsync(_ann, "small", 10, 1, new(1, 1), _lease);
        await AskedAsync(_bob, null, 0, 0, TokenPrices.None);

        var people = await _store.ReportAsync(_administrator, Days, UsageBy.Person, Token);
        Assert.Equal(["ann-" + _mark, "bob-" + _mark], people.Rows.Select(row => row.Name));
        Assert.Equal((2, 1_000_013, 8, 0.000082000003m), (people.Rows[0].Questions, people.Rows[0].PromptTokens, people.Rows[0].CompletionTokens, people.Rows[0].Cost));
        Assert.Equal((3, 0.000082000003m, 3), (people.Total.Questions, people.Total.Cost, people.Total.Estimated));
        Assert.Null(people.Total.ComparedCost);
        Assert.Equal("EUR", people.Currency);

        var collections = (await _store.ReportAsync(_administrator, Days, UsageBy.Collection, Token)).Rows;
        Assert.Equal(["Lease " + _mark, "Letters " + _mark, "(no collection)"], collections.Select(row => row.Name));
        Assert.Equal(people.Total.Cost, collections.Sum(row => row.Cost), 11);
        Assert.Equal((2, 0.000046500002m), (collections[0].Questions, collections[0].Cost));
        var models = (await _store.ReportAsync(_administrator, Days, UsageBy.Model, Token)).Rows;
        Assert.Equal(["large", "small", "(no model)"], models.Select(row => row.Name));
    }

    [Fact]
    public async Task Question_counts_in_each_group_that_its_person_was_in_when_it_was_asked()
    {
        await JoinAsync(_ann, "Litigation " + _mark);
        await JoinAsync(_ann, "Partners " + _mark);
        await AskedAsync(_ann, "large", 100, 100, new(1, 1), _lease);
        await database.OwnerAsync<object>($"with gone as (delete from group_members where user_id = '{_ann.UserId}'), none as (delete from groups where name = 'Partners {_mark}') select true");
        await AskedAsync(_ann, "large", 100, 100, new(1, 1), _lease);

        var groups = (await _store.ReportAsync(_administrator, Days, UsageBy.Group, Token)).Rows;
        Assert.Equal(["(a group that was removed)", "(no group)", "Litigation " + _mark], groups.Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.All(groups, row => Assert.Equal((1, 0.0002m), (row.Questions, row.Cost)));
    }

    [Fact]
    public async Task Same_tokens_are_compared_with_the_public_price_that_was_entered()
    {
        await AskedAsync(_ann, "large", 2_000_000, 1_000_000, new(0, 0), _lease);
        await _store.CompareAsync(_administrator, new(" Public ", 2.5m, 10), Token);
        Assert.Equal(15m, (await _store.ReportAsync(_administrator, Days, UsageBy.Person, Token)).Total.ComparedCost);
        var question = Assert.Single(await _store.QuestionsAsync(_administrator, Days, Token));
        Assert.Equal((15m, 0m, "ann-" + _mark, "large"), (question.ComparedCost, question.Cost, question.Person, question.Model));
        Assert.Equal(["Lease " + _mark], question.Collections);
        Assert.Equal("""{"Name": "Public", "PromptPrice": 2.5, "CompletionPrice": 10}""", await database.OwnerAsync<string>("select detail::text from audit_events where action = 'usage.compare' order by id desc limit 1"));

        await _store.CompareAsync(_administrator, null, Token);
        Assert.Null((await _store.ReportAsync(_administrator, Days, UsageBy.Person, Token)).Comparison);
        Assert.Equal("comparison_name_invalid", (await Assert.ThrowsAsync<RefusedException>(() => _store.CompareAsync(_administrator, new(" ", 1, 1), Token))).Code);
        Assert.Equal("price_invalid", (await Assert.ThrowsAsync<RefusedException>(() => _store.CompareAsync(_administrator, new("x", -1, 1), Token))).Code);
    }

    [Fact]
    public async Task Days_are_within_at_both_ends_and_in_order()
    {
        await AskedAsync(_ann, "large", 1, 1, new(1, 1), _lease);
        await database.OwnerAsync<object>("update usage_records set at = '2005-03-31 23:59:59.9+00' returning true");
        Assert.Equal(1, (await _store.ReportAsync(_administrator, new(new(2005, 3, 31), new(2005, 3, 31)), UsageBy.Person, Token)).Total.Questions);
        Assert.Equal(0, (await _store.ReportAsync(_administrator, new(new(2005, 4, 1), new(2005, 4, 1)), UsageBy.Person, Token)).Total.Questions);
        Assert.Equal("usage_days_invalid", (await Assert.ThrowsAsync<RefusedException>(
            () => _store.ReportAsync(_administrator, new(new(2005, 4, 2), new(2005, 4, 1)), UsageBy.Person, Token))).Code);
    }

    [Fact]
    public async Task Usage_is_for_administrators_is_added_for_oneself_and_never_changed()
    {
        await AskedAsync(_ann, "large", 1, 1, new(1, 1), _lease);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => _store.ReportAsync(_ann, Days, UsageBy.Person, Token))).Code);
        await using var session = await database.Database.BeginAsync(_ann, Token);
        Assert.Equal(0, await session.ReadAsync<int>("select count(*)::int from usage_records", null, Token));
        Assert.Equal(0, await session.ReadAsync<int>("select count(*)::int from kp_collection_names()", null, Token));
        var error = await Assert.ThrowsAsync<PostgresException>(() => session.RecordUsageAsync(_bob, null, "answered", Took("large", 1, 1, new(1, 1)), Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        foreach (var sql in new[] { "update usage_records set cost = 0", "update usage_records set at = now()", "delete from usage_records" })
        {
            await using var other = await database.Database.BeginAsync(_administrator, Token);
            var refused = (await Assert.ThrowsAsync<PostgresException>(() => other.ExecuteAsync(sql, null, Token))).SqlState;
            Assert.True(refused is PostgresErrorCodes.InsufficientPrivilege or "428C9", refused);
        }
    }

    private static QuestionUsage Took(string? model, long prompt, long completion, TokenPrices prices, params Guid[] collections) =>
        new(null, model, prompt, completion, true, 1500, prices, collections);

    private async Task AskedAsync(Caller caller, string? model, long prompt, long completion, TokenPrices prices, params Guid[] collections)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        await session.RecordUsageAsync(caller, null, "answered", Took(model, prompt, completion, prices, collections), Token);
        await session.CommitAsync(Token);
        await database.OwnerAsync<object>("update usage_records set at = '2005-01-15 12:00+00' where at > '2020-01-01' returning true");
    }

    private async Task JoinAsync(Caller person, string group) => await database.OwnerAsync<object>(
        $"with g as (insert into groups (name) values ('{group}') returning id) insert into group_members (group_id, user_id) select id, '{person.UserId}' from g returning true");
}
