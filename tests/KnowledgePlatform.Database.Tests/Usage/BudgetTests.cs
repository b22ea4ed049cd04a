using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Core.Usage.Budgets;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Usage;

/// <summary>What a month's spending does to whoever it bounds, and to nobody else.</summary>
public sealed class BudgetTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly DayClock _clock = new(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private BudgetStore _store = null!;
    private BudgetGuard _guard = null!;
    private Caller _administrator = null!;
    private Caller _ann = null!;
    private Caller _bob = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("with a as (delete from budgets), b as (delete from usage_records) select true");
        (_store, _guard) = (new BudgetStore(database.Database, _clock), new BudgetGuard(database.Database, _clock));
        _administrator = await database.AddPersonAsync("administrator-" + _mark, administrator: true);
        (_ann, _bob) = (await database.AddPersonAsync("ann-" + _mark), await database.AddPersonAsync("bob-" + _mark));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Person_is_warned_at_the_share_stopped_at_the_amount_and_free_in_the_next_month()
    {
        await _store.AddAsync(_administrator, new BudgetDraft(_ann.UserId, null, 1, 80, true), Token);
        await SpendAsync(_ann, 0.799999m);
        Assert.Empty(await _guard.WarningsAsync(_ann, Token));
        await SpendAsync(_ann, 0.000001m);
        Assert.Equal(["80 % of your budget for November 2026 are used."], await _guard.WarningsAsync(_ann, Token));
        await SpendAsync(_ann, 0.199999m);
        Assert.Equal(["99 % of your budget for November 2026 are used."], await _guard.WarningsAsync(_ann, Token));
        Assert.Null(await _guard.StopAsync(_ann, Token));
        await SpendAsync(_ann, 0.000001m);
        Assert.Equal(["Your budget for November 2026 is used up. Until 1 December answers quote the documents, and no model that costs something is asked."], await _guard.WarningsAsync(_ann, Token));
        Assert.StartsWith("Your budget for November 2026 is used up, so that no model was asked", await _guard.StopAsync(_ann, Token), StringComparison.Ordinal);
        Assert.Null(await _guard.StopAsync(_bob, Token));

        _clock.Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Empty(await _guard.WarningsAsync(_ann, Token));
        Assert.Null(await _guard.StopAsync(_ann, Token));
    }

    [Fact]
    public async Task Budget_that_only_warns_lets_people_go_on_and_says_so()
    {
        await _store.AddAsync(_administrator, new BudgetDraft(null, null, 1, 50, false), Token);
        await SpendAsync(_ann, 3);
        Assert.Equal(["The budget of this installation for November 2026 is used up. You can go on asking."], await _guard.WarningsAsync(_bob, Token));
        Assert.Null(await _guard.StopAsync(_bob, Token));
    }

    [Fact]
    public async Task Group_spends_together_what_its_people_spent_while_they_were_in_it()
    {
        var group = await database.OwnerAsync<Guid>($"insert into groups (name) values ('Ward {_mark}') returning id");
        await SpendAsync(_ann, 50);
        await database.OwnerAsync<object>($"insert into group_members (group_id, user_id) values ('{group}', '{_ann.UserId}'), ('{group}', '{_bob.UserId}') returning true");
        await _store.AddAsync(_administrator, new BudgetDraft(null, group, 10, 80, true), Token);
        await SpendAsync(_ann, 6);
        Assert.Empty(await _guard.WarningsAsync(_bob, Token));
        await SpendAsync(_bob, 4);
        Assert.StartsWith($"The budget of the group Ward {_mark} for November 2026 is used up", await _guard.StopAsync(_ann, Token), StringComparison.Ordinal);
        var budget = Assert.Single(await _store.ListAsync(_administrator, Token));
        Assert.Equal((BudgetScope.Group, $"Ward {_mark}", 10m, 100), (budget.Scope, budget.Subject, budget.Spent, budget.Percent));
        await database.OwnerAsync<object>($"delete from group_members where user_id = '{_ann.UserId}' returning true");
        Assert.Null(await _guard.StopAsync(_ann, Token));
    }

    [Fact]
    public async Task Answers_of_many_people_at_the_same_time_are_all_added_up()
    {
        var groups = await database.OwnerAsync<Guid[]>($"with g as (insert into groups (name) values ('A {_mark}'), ('B {_mark}') returning id) select array_agg(id) from g");
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => database.AddPersonAsync($"many-{i}-{_mark}")));
        foreach (var person in people)
        {
            await database.OwnerAsync<object>($"insert into group_members (group_id, user_id) values ('{groups[0]}', '{person.UserId}'), ('{groups[1]}', '{person.UserId}') returning true");
        }

        _clock.Now = TimeProvider.System.GetUtcNow();
        await _store.AddAsync(_administrator, new BudgetDraft(null, groups[1], 1000, 80, true), Token);
        await Task.WhenAll(people.SelectMany(person => Enumerable.Range(0, 5).Select(_ => WriteDownAsync(person, 0.25m))));
        Assert.Equal(10m, (await _store.ListAsync(_administrator, Token)).Single().Spent);
    }

    [Fact]
    public async Task Budget_is_set_once_within_bounds_and_in_the_audit_trail()
    {
        var id = await _store.AddAsync(_administrator, new BudgetDraft(null, null, 5, 80, true), Token);
        Assert.Equal("budget_there", await CodeAsync(() => _store.AddAsync(_administrator, new BudgetDraft(null, null, 6, 80, true), Token)));
        Assert.Equal("budget_subject_not_found", await CodeAsync(() => _store.AddAsync(_administrator, new BudgetDraft(Guid.NewGuid(), null, 6, 80, true), Token)));
        Assert.Equal("budget_subject_invalid", await CodeAsync(() => _store.AddAsync(_administrator, new BudgetDraft(_ann.UserId, Guid.NewGuid(), 6, 80, true), Token)));
        Assert.Equal("budget_amount_invalid", await CodeAsync(() => _store.ChangeAsync(_administrator, id, -1, 80, true, Token)));
        Assert.Equal("budget_warning_invalid", await CodeAsync(() => _store.ChangeAsync(_administrator, id, 1, 101, true, Token)));
        Assert.Equal("budget_not_found", await CodeAsync(() => _store.RemoveAsync(_administrator, Guid.NewGuid(), Token)));
        await _store.ChangeAsync(_administrator, id, 7, 70, false, Token);
        Assert.Equal((7m, 70, false), (await _store.ListAsync(_administrator, Token)).Select(one => (one.Amount, one.WarnPercent, one.Stops)).Single());
        await _store.RemoveAsync(_administrator, id, Token);
        Assert.Empty(await _store.ListAsync(_administrator, Token));
        Assert.Equal(
            "budget.add budget.change budget.remove",
            await database.OwnerAsync<string>($"select string_agg(action, ' ' order by id) from audit_events where user_id = '{_administrator.UserId}' and action like 'budget.%'"));
    }

    [Fact]
    public async Task Budgets_are_for_administrators_and_nobody_reads_another_ones_spending()
    {
        await _store.AddAsync(_administrator, new BudgetDraft(_ann.UserId, null, 1, 80, true), Token);
        Assert.Equal("administrators_only", await CodeAsync(() => _store.ListAsync(_bob, Token)));
        await using var session = await database.Database.BeginAsync(_bob, Token);
        Assert.Equal(0, await session.ReadAsync<int>("select count(*)::int from budgets", null, Token));
        Assert.Equal(0, await session.ReadAsync<int>("select count(*)::int from kp_budgets(now())", null, Token));
        Assert.Equal(0, await session.ReadAsync<int>("select count(*)::int from kp_budgets_of_caller(now())", null, Token));
        await using (var other = await database.Database.BeginAsync(_administrator, Token))
        {
            var closed = await Assert.ThrowsAsync<PostgresException>(() => other.ReadAsync<int>("select count(*)::int from usage_months", null, Token));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, closed.SqlState);
        }

        var error = await Assert.ThrowsAsync<PostgresException>(() => session.ReadAsync<decimal>("select kp_spent(@user, null, now())", new { user = _ann.UserId }, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    private static async Task<string> CodeAsync(Func<Task> action) => (await Assert.ThrowsAsync<RefusedException>(action)).Code;

    private async Task SpendAsync(Caller caller, decimal amount)
    {
        await WriteDownAsync(caller, amount);
        await database.OwnerAsync<object>("update usage_records set at = '2026-11-30 23:59:59.9+00' where at <> '2026-11-30 23:59:59.9+00' returning true");
    }

    private async Task WriteDownAsync(Caller caller, decimal amount)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        await session.RecordUsageAsync(caller, null, "answered", new QuestionUsage(null, "large", 1_000_000, 0, false, 1, new(amount, 0), []), Token);
        await session.CommitAsync(Token);
    }

    private sealed class DayClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
