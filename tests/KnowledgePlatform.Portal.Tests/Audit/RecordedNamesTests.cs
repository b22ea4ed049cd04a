using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Audit;

/// <summary>An event outlives what it is about: it keeps what that was called.</summary>
public sealed class RecordedNamesTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_are_named_in_their_events_also_when_they_are_gone()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var document = (await archive.UploadAsync(program, "lease.txt", "The rent is due.")).GetProperty("documentId").GetGuid();
        using var renamed = await program.PatchAsJsonAsync($"/api/v1/documents/{document}", new { title = "Lease of Mill Lane" }, Token);
        using var deleted = await program.DeleteAsync($"/api/v1/documents/{document}", Token);
        Assert.True(deleted.IsSuccessStatusCode);

        var uploaded = await DetailAsync("document.upload", document);
        Assert.Equal(("lease", "lease.txt", archive.Name), (Text(uploaded, "title"), Text(uploaded, "fileName"), Text(uploaded, "collection")));
        var rename = await DetailAsync("document.rename", document);
        Assert.Equal(("Lease of Mill Lane", "lease"), (Text(rename, "title"), Text(rename, "before")));
        var gone = await DetailAsync("document.delete", document);
        Assert.Equal(("Lease of Mill Lane", "lease.txt", archive.Name), (Text(gone, "title"), Text(gone, "fileName"), Text(gone, "collection")));

        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync("/audit?action=document.delete");
        await Assertions.Expect(window.Page.Locator("tbody tr").Filter(new() { HasText = document.ToString() })).ToContainTextAsync("Lease of Mill Lane");
    }

    [Fact]
    public async Task Access_is_recorded_with_the_names_and_roles_as_they_were()
    {
        var archive = await Archive.OpenAsync(portal);
        var person = await archive.AddPersonAsync(CollectionRole.Contributor);
        var manager = new Caller(archive.Manager.PersonId);
        var grants = portal.Part<GrantStore>();
        var grant = (await grants.ListAsync(manager, archive.Id, Token)).Single(one => one.UserId == person.PersonId);
        await grants.ChangeAsync(manager, archive.Id, grant.Id, CollectionRole.Reader, Token);
        await grants.TakeAsync(manager, archive.Id, grant.Id, Token);
        Assert.Equal((person.UserName, "contributor", archive.Name), Who(await DetailAsync("access.give", archive.Id)));
        var changed = await DetailAsync("access.change", archive.Id);
        Assert.Equal((person.UserName, "reader", archive.Name), Who(changed));
        Assert.Equal("contributor", Text(changed, "before"));
        Assert.Equal((person.UserName, "reader", archive.Name), Who(await DetailAsync("access.take", archive.Id)));

        await portal.Part<CollectionStore>().DeleteAsync(manager, archive.Id, Token);
        Assert.Equal(archive.Name, Text(await DetailAsync("collection.delete", archive.Id), "name"));

        static (string?, string?, string?) Who(JsonElement detail) => (Text(detail, "person"), Text(detail, "role"), Text(detail, "collection"));
    }

    [Fact]
    public async Task Groups_and_keys_are_recorded_by_name()
    {
        var person = await portal.AddPersonAsync("grouped");
        var groups = portal.Part<GroupStore>();
        var name = "Ward " + Guid.NewGuid().ToString("N")[..8];
        var group = await groups.AddAsync(portal.Administrator, name, Token);
        await groups.AddMemberAsync(portal.Administrator, group, person.PersonId, Token);
        await groups.RenameAsync(portal.Administrator, group, name + " B", Token);
        await groups.RemoveAsync(portal.Administrator, group, Token);
        Assert.Equal(name, Text(await DetailAsync("group.add", group), "group"));
        var member = await DetailAsync("group.add_member", group);
        Assert.Equal((name, person.UserName), (Text(member, "group"), Text(member, "person")));
        var renamed = await DetailAsync("group.rename", group);
        Assert.Equal((name + " B", name), (Text(renamed, "group"), Text(renamed, "before")));
        Assert.Equal(name + " B", Text(await DetailAsync("group.remove", group), "group"));

        var keys = portal.Part<ApiKeyStore>();
        var key = await keys.AddAsync(new Caller(person.PersonId), new ApiKeyRequest("Nightly export", [ApiScopes.Read]), Token);
        await keys.RevokeAsync(new Caller(person.PersonId), key.Id, Token);
        Assert.Equal("Nightly export", Text(await DetailAsync("key.revoke", key.Id), "name"));
    }

    private async Task<JsonElement> DetailAsync(string action, Guid subject) =>
        JsonSerializer.Deserialize<JsonElement>((await portal.Part<AuditLog>().ListAsync(portal.Administrator, null, action, 200, Token)).First(one => one.SubjectId == subject).Detail);

    private static string? Text(JsonElement detail, string name) => detail.TryGetProperty(name, out var value) ? value.GetString() : null;
}
