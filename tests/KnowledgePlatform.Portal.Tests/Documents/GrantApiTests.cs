using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class GrantApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Manager_gives_a_person_access_changes_it_and_takes_it_back()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await ManagingAsync(archive);
        var person = await archive.AddPersonAsync(null);
        using var member = await ManagingAsync(archive, person);
        var candidates = await program.GetFromJsonAsync<JsonElement[]>($"{archive.Address}/grants/candidates", Token);
        Assert.Contains(candidates!, one => one.GetProperty("id").GetGuid() == person.PersonId && !one.GetProperty("isGroup").GetBoolean());

        var address = $"{archive.Address}/grants/users/{person.PersonId}";
        using var given = await program.PutAsJsonAsync(address, new { role = "reader" }, Token);
        Assert.Equal((HttpStatusCode.Created, address), (given.StatusCode, given.Headers.Location?.OriginalString));
        Assert.Equal("reader", await RoleAsync(member, archive));
        using var changed = await program.PutAsJsonAsync(address, new { role = "contributor" }, Token);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("contributor", await RoleAsync(member, archive));
        var listed = await program.GetFromJsonAsync<JsonElement[]>($"{archive.Address}/grants", Token);
        var grant = Assert.Single(listed!, one => one.GetProperty("userId").GetGuid() == person.PersonId);
        Assert.Equal((person.UserName, "contributor"), (grant.GetProperty("name").GetString(), grant.GetProperty("role").GetString()));

        using var taken = await program.DeleteAsync(address, Token);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        using var closed = await member.GetAsync(archive.Address, Token);
        await Archive.AssertProblemAsync(closed, HttpStatusCode.NotFound, "collection_not_found");
        using var again = await program.DeleteAsync(address, Token);
        await Archive.AssertProblemAsync(again, HttpStatusCode.NotFound, "grant_not_found");
        Assert.Equal(3L, await portal.Database.OwnerAsync<long>(
            $"select count(*) from audit_events where subject_id = '{archive.Id}' and action in ('access.give', 'access.change', 'access.take')"));
    }

    [Fact]
    public async Task Manager_gives_a_group_access_and_takes_it_back()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await ManagingAsync(archive);
        var person = await archive.AddPersonAsync(null);
        var groups = portal.Part<GroupStore>();
        var group = await groups.AddAsync(portal.Administrator, "Group " + Guid.NewGuid(), Token);
        await groups.AddMemberAsync(portal.Administrator, group, person.PersonId, Token);
        using var member = await ManagingAsync(archive, person);

        using var given = await program.PutAsJsonAsync($"{archive.Address}/grants/groups/{group}", new { role = "reader" }, Token);
        var grant = await given.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((group, 1), (grant.GetProperty("groupId").GetGuid(), grant.GetProperty("memberCount").GetInt32()));
        Assert.Equal("reader", await RoleAsync(member, archive));
        using var mistaken = await program.DeleteAsync($"{archive.Address}/grants/users/{group}", Token);
        await Archive.AssertProblemAsync(mistaken, HttpStatusCode.NotFound, "grant_not_found");
        using var taken = await program.DeleteAsync($"{archive.Address}/grants/groups/{group}", Token);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        using var closed = await member.GetAsync(archive.Address, Token);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    [Fact]
    public async Task Last_manager_stays_until_there_is_another()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await ManagingAsync(archive);
        var address = $"{archive.Address}/grants/users/{archive.Manager.PersonId}";
        using var lowered = await program.PutAsJsonAsync(address, new { role = "reader" }, Token);
        await Archive.AssertProblemAsync(lowered, HttpStatusCode.Conflict, "last_manager");
        using var taken = await program.DeleteAsync(address, Token);
        await Archive.AssertProblemAsync(taken, HttpStatusCode.Conflict, "last_manager");
        Assert.Equal("manager", await RoleAsync(program, archive));

        await archive.AddPersonAsync(CollectionRole.Manager);
        using var given = await program.PutAsJsonAsync(address, new { role = "reader" }, Token);
        Assert.Equal("reader", (await given.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("role").GetString());
    }

    [Theory]
    [InlineData(CollectionRole.Reader)]
    [InlineData(CollectionRole.Contributor)]
    public async Task Who_does_not_manage_the_collection_sees_its_grants_and_changes_none(CollectionRole role)
    {
        var archive = await Archive.OpenAsync(portal);
        var person = await archive.AddPersonAsync(role);
        var other = await archive.AddPersonAsync(null);
        using var program = await ManagingAsync(archive, person);
        Assert.Equal(2, (await program.GetFromJsonAsync<JsonElement[]>($"{archive.Address}/grants", Token))!.Length);
        foreach (var refused in new[]
        {
            await program.GetAsync($"{archive.Address}/grants/candidates", Token),
            await program.PutAsJsonAsync($"{archive.Address}/grants/users/{other.PersonId}", new { role = "reader" }, Token),
            await program.PutAsJsonAsync($"{archive.Address}/grants/users/{person.PersonId}", new { role = "manager" }, Token),
            await program.DeleteAsync($"{archive.Address}/grants/users/{archive.Manager.PersonId}", Token),
        })
        {
            await Archive.AssertProblemAsync(refused, HttpStatusCode.Forbidden, "manager_only");
            refused.Dispose();
        }
    }

    [Fact]
    public async Task Grants_of_a_closed_collection_look_like_those_of_one_that_is_not_there()
    {
        var archive = await Archive.OpenAsync(portal);
        var person = await archive.AddPersonAsync(null);
        using var program = await ManagingAsync(archive, person);
        // The manager's own key, narrowed to another collection.
        var manager = new Caller(archive.Manager.PersonId);
        var other = await portal.Part<CollectionStore>().CreateAsync(manager, "Other " + Guid.NewGuid(), "", Token);
        var narrowed = await portal.Part<ApiKeyStore>().AddAsync(manager, new ApiKeyRequest("narrowed", [ApiScopes.Read, ApiScopes.Manage], [other]), Token);
        using var elsewhere = new HttpClient { BaseAddress = portal.Address, DefaultRequestHeaders = { Authorization = new("Bearer", narrowed.Secret) } };
        foreach (var (from, collection) in new[] { (program, archive.Address), (program, $"/api/v1/collections/{Guid.NewGuid()}"), (elsewhere, archive.Address) })
        {
            foreach (var refused in new[]
            {
                await from.GetAsync($"{collection}/grants", Token),
                await from.GetAsync($"{collection}/grants/candidates", Token),
                await from.PutAsJsonAsync($"{collection}/grants/users/{person.PersonId}", new { role = "manager" }, Token),
                await from.DeleteAsync($"{collection}/grants/users/{archive.Manager.PersonId}", Token),
            })
            {
                await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "collection_not_found");
                refused.Dispose();
            }
        }
    }

    [Fact]
    public async Task Access_is_given_only_to_who_is_there_and_only_with_the_manage_scope()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await ManagingAsync(archive);
        foreach (var nobody in new[] { $"users/{Guid.NewGuid()}", $"groups/{archive.Manager.PersonId}" })
        {
            using var absent = await program.PutAsJsonAsync($"{archive.Address}/grants/{nobody}", new { role = "reader" }, Token);
            await Archive.AssertProblemAsync(absent, HttpStatusCode.NotFound, "grantee_not_found");
        }

        var person = await archive.AddPersonAsync(null);
        using var reading = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write);
        using var listed = await reading.GetAsync($"{archive.Address}/grants/candidates", Token);
        await Archive.AssertProblemAsync(listed, HttpStatusCode.Forbidden, "scope_missing");
        using var given = await reading.PutAsJsonAsync($"{archive.Address}/grants/users/{person.PersonId}", new { role = "reader" }, Token);
        await Archive.AssertProblemAsync(given, HttpStatusCode.Forbidden, "scope_missing");
        using var taken = await reading.DeleteAsync($"{archive.Address}/grants/users/{archive.Manager.PersonId}", Token);
        await Archive.AssertProblemAsync(taken, HttpStatusCode.Forbidden, "scope_missing");
    }

    private static Task<HttpClient> ManagingAsync(Archive archive, FreshPassword? person = null) =>
        archive.ProgramAsync(person, ApiScopes.Read, ApiScopes.Manage);

    private static async Task<string?> RoleAsync(HttpClient program, Archive archive) =>
        (await program.GetFromJsonAsync<JsonElement>(archive.Address, Token)).GetProperty("role").GetString();
}
