using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class VersionApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Earlier_version_is_brought_back_by_uploading_it_again()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write);
        var (document, _) = await archive.PublishAsync(program, "policy.txt", "Leave is 20 days.");
        var second = await AddAsync(program, document, "Leave is 25 days.");
        await Archive.WhenDoneAsync(program, second.Version);

        var back = await AddAsync(program, document, "Leave is 20 days.");
        Assert.Equal(HttpStatusCode.Created, back.Status);
        await Archive.WhenDoneAsync(program, back.Version);
        var versions = await program.GetFromJsonAsync<JsonElement[]>($"/api/v1/documents/{document}/versions", Token);
        Assert.Equal(
            ["3 published", "2 superseded", "1 superseded"],
            versions!.Select(version => $"{version.GetProperty("number")} {version.GetProperty("state").GetString()}"));
        using var found = await program.PostAsJsonAsync("/api/v1/search", new { query = "How many days of leave?", collections = new[] { archive.Id } }, Token);
        var passage = Assert.Single((await found.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("passages").EnumerateArray());
        Assert.Equal("Leave is 20 days.", passage.GetProperty("text").GetString());

        var same = await AddAsync(program, document, "Leave is 20 days.");
        Assert.Equal((HttpStatusCode.OK, back.Version), (same.Status, same.Version));
    }

    [Fact]
    public async Task Version_that_another_document_of_the_collection_holds_is_answered_with_that_documents_title()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var lease = (await archive.UploadAsync(program, "lease.txt", "The rent is due.")).GetProperty("documentId").GetGuid();
        var policy = await archive.UploadAsync(program, "policy.txt", "Leave is 20 days.");
        Assert.Equal("policy", policy.GetProperty("title").GetString());
        using var renamed = await program.PatchAsJsonAsync($"/api/v1/documents/{policy.GetProperty("documentId").GetGuid()}", new { title = "Leave" }, Token);

        using var added = await program.PostAsync($"/api/v1/documents/{lease}/versions?name=lease.txt", new StringContent("Leave is 20 days."), Token);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        var there = (await added.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
        Assert.Equal(
            (true, policy.GetProperty("documentId").GetGuid(), "Leave"),
            (there.GetProperty("alreadyThere").GetBoolean(), there.GetProperty("documentId").GetGuid(), there.GetProperty("title").GetString()));
        using var own = await program.PostAsync($"/api/v1/documents/{lease}/versions?name=new.txt", new StringContent("The rent is due on Monday."), Token);
        Assert.Equal("lease", (await own.Content.ReadFromJsonAsync<JsonElement>(Token))[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Versions_that_come_at_once_get_numbers_of_their_own()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, _) = await archive.PublishAsync(program, "minutes.txt", "The minutes.");
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AddAsync(program, document, $"The minutes, draft {i}.")));
        Assert.All(added, one => Assert.Equal(HttpStatusCode.Created, one.Status));
        var versions = await program.GetFromJsonAsync<JsonElement[]>($"/api/v1/documents/{document}/versions", Token);
        Assert.Equal(Enumerable.Range(1, 9).Reverse(), versions!.Select(version => version.GetProperty("number").GetInt32()));
    }

    private static async Task<(HttpStatusCode Status, Guid Version)> AddAsync(HttpClient program, Guid document, string text)
    {
        using var added = await program.PostAsync($"/api/v1/documents/{document}/versions?name=file.txt", new StringContent(text), Token);
        return (added.StatusCode, (await added.Content.ReadFromJsonAsync<JsonElement>(Token))[0].GetProperty("versionId").GetGuid());
    }
}
