using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Audit;

public sealed class AuditChainTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chain_of_events_written_at_once_is_whole_and_names_the_first_that_was_changed()
    {
        var person = await database.AddPersonAsync("auditor-" + Guid.NewGuid().ToString("N"), administrator: true);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(person)));
        Assert.Null(await new AuditLog(database.Database).FirstFaultAsync(person, null, Token));

        var changed = await database.OwnerAsync<long>("select min(id) + 3 from audit_events");
        await database.OwnerAsync<object>($$"""
            set session_replication_role = replica; -- as someone who owns the server could: triggers are off
            update audit_events set detail = '{"n": 2}' where id = {{changed}};
            select true
            """);
        Assert.Equal(changed, await new AuditLog(database.Database).FirstFaultAsync(person, null, Token));
        Assert.Equal((changed - 1, null), await PieceAsync(0, 3));
        Assert.Equal((changed, changed), await PieceAsync(changed - 1, 1));
        // What follows it fits what it says now: only its own hash does not.
        Assert.Null((await PieceAsync(changed, 100)).Fault);
        Assert.Equal((null, null), await PieceAsync(long.MaxValue - 1, 100));

        async Task<(long? To, long? Fault)> PieceAsync(long after, int most) =>
            (await database.OwnerAsync<object>($"select checked_to from kp_audit_check({after}, {most})") as long?,
                await database.OwnerAsync<object>($"select fault from kp_audit_check({after}, {most})") as long?);
    }

    [Fact]
    public async Task Events_can_be_neither_changed_nor_removed_nor_read_by_an_ordinary_person()
    {
        var person = await database.AddPersonAsync("person-" + Guid.NewGuid().ToString("N"));
        await WriteAsync(person);
        await Assert.ThrowsAsync<PostgresException>(() => database.OwnerAsync<object>("delete from audit_events returning true"));
        await using var session = await database.Database.BeginAsync(person, Token);
        Assert.Equal(0, await session.ReadAsync<long>("select count(*) from audit_events", null, Token));
    }

    [Fact]
    public async Task Event_names_the_person_of_the_transaction_whatever_was_handed_in()
    {
        var person = await database.AddPersonAsync("writer-" + Guid.NewGuid().ToString("N"));
        await WriteAsync(person, claimed: Guid.NewGuid());
        Assert.Equal(person.UserId, await database.OwnerAsync<Guid>($"select user_id from audit_events where user_id = '{person.UserId}'"));
    }

    private async Task WriteAsync(Caller person, Guid? claimed = null)
    {
        await using var session = await database.Database.BeginAsync(person, Token);
        await session.ExecuteAsync(
            """insert into audit_events (user_id, action, detail) values (@claimed, 'test', '{"n": 1}')""", new { claimed }, Token);
        await session.CommitAsync(Token);
    }
}
