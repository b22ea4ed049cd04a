using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Access;

public sealed class LastManagerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_that_alone_manages_a_collection_keeps_its_last_member_and_itself()
    {
        var mark = Guid.NewGuid().ToString("N");
        var administrator = await database.AddPersonAsync("admin-" + mark, administrator: true);
        var (ann, ben) = (await database.AddPersonAsync("ann-" + mark), await database.AddPersonAsync("ben-" + mark));
        var collection = await database.AddCollectionAsync(ann, "Matter " + mark);
        var groups = new GroupStore(database.Database);
        var group = await groups.AddAsync(administrator, "Managers " + mark, Token);
        await groups.AddMemberAsync(administrator, group, ann.UserId, Token);
        await groups.AddMemberAsync(administrator, group, ben.UserId, Token);
        var grants = new GrantStore(database.Database);
        await grants.GiveAsync(ann, collection, group, true, CollectionRole.Manager, Token);
        var own = await database.OwnerAsync<Guid>($"select id from grants where collection_id = '{collection}' and user_id = '{ann.UserId}'");
        await grants.TakeAsync(ann, collection, own, Token);

        await groups.RemoveMemberAsync(administrator, group, ann.UserId, Token);
        await RefusedAsync(() => groups.RemoveMemberAsync(administrator, group, ben.UserId, Token));
        await RefusedAsync(() => groups.RemoveAsync(administrator, group, Token));
        Assert.Equal(1L, await database.OwnerAsync<long>($"select count(*) from group_members where group_id = '{group}'"));

        await grants.GiveAsync(ben, collection, ben.UserId, false, CollectionRole.Manager, Token);
        await groups.RemoveAsync(administrator, group, Token);
    }

    private static async Task RefusedAsync(Func<Task> change) => Assert.Equal("last_manager", (await Assert.ThrowsAsync<RefusedException>(change)).Code);
}
