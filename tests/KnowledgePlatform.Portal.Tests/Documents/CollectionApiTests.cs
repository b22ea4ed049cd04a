using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class CollectionApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collection_is_made_changed_in_parts_and_deleted_by_its_manager()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var name = "Probate " + Guid.NewGuid();
        using var made = await program.PostAsJsonAsync("/api/v1/collections", new { name, description = "Wills" }, Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var address = made.Headers.Location!.OriginalString;
        using var described = await program.PatchAsJsonAsync(address, new { description = "Wills and estates" }, Token);
        var now = await described.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((name, "Wills and estates"), (now.GetProperty("name").GetString(), now.GetProperty("description").GetString()));

        using var renamed = await program.PatchAsJsonAsync(address, new { name = name + " II" }, Token);
        Assert.Equal("Wills and estates", (await renamed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("description").GetString());

        using var taken = await program.PatchAsJsonAsync(address, new { name = archive.Name }, Token);
        await Archive.AssertProblemAsync(taken, HttpStatusCode.Conflict, "name_taken");
        using var deleted = await program.DeleteAsync(address, Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await program.GetAsync(address, Token);
        await Archive.AssertProblemAsync(gone, HttpStatusCode.NotFound, "collection_not_found");
    }

    [Fact]
    public async Task Models_that_passages_are_found_by_are_chosen_by_a_manager_and_stay_when_something_else_changes()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var before = await program.GetFromJsonAsync<JsonElement>(archive.Address, Token);
        Assert.Equal("automatic", before.GetProperty("embeddingProfile").GetString());
        using var chosen = await program.PatchAsJsonAsync(archive.Address, new { embeddingProfile = "multilingual" }, Token);
        Assert.Equal("multilingual", (await chosen.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("embeddingProfile").GetString());
        using var described = await program.PatchAsJsonAsync(archive.Address, new { description = "Leases" }, Token);
        Assert.Equal("multilingual", (await described.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("embeddingProfile").GetString());
        using var unknown = await program.PatchAsJsonAsync(archive.Address, new { embeddingProfile = "klingon" }, Token);
        await Archive.AssertProblemAsync(unknown, HttpStatusCode.BadRequest, "embedding_profile_unknown");
        using var contributor = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Contributor));
        using var refused = await contributor.PatchAsJsonAsync(archive.Address, new { embeddingProfile = "automatic" }, Token);
        await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "collection_not_found");
    }

    [Fact]
    public async Task Name_of_a_closed_collection_is_free_so_that_it_does_not_show()
    {
        var closed = await Archive.OpenAsync(portal);
        var own = await Archive.OpenAsync(portal);
        using var program = await own.ProgramAsync();
        using var made = await program.PostAsJsonAsync("/api/v1/collections", new { name = closed.Name }, Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var again = await program.PostAsJsonAsync("/api/v1/collections", new { name = closed.Name }, Token);
        await Archive.AssertProblemAsync(again, HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task List_holds_what_is_open_to_the_caller_and_nothing_else()
    {
        var archive = await Archive.OpenAsync(portal);
        using var reader = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Reader), ApiScopes.Read);
        var open = Assert.Single((await reader.GetFromJsonAsync<JsonElement[]>("/api/v1/collections", Token))!);
        Assert.Equal((archive.Id, "reader"), (open.GetProperty("id").GetGuid(), open.GetProperty("role").GetString()));
        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null), ApiScopes.Read);
        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement[]>("/api/v1/collections", Token))!);
    }

    [Fact]
    public async Task Contributor_neither_renames_nor_deletes_the_collection()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Contributor));
        using var renamed = await program.PatchAsJsonAsync(archive.Address, new { name = "Mine " + Guid.NewGuid() }, Token);
        await Archive.AssertProblemAsync(renamed, HttpStatusCode.NotFound, "collection_not_found");
        using var deleted = await program.DeleteAsync(archive.Address, Token);
        await Archive.AssertProblemAsync(deleted, HttpStatusCode.NotFound, "collection_not_found");
    }
}
