using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Files;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class ReadAgainTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Words = "The otter licence ends on 4 May 2031.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_that_cannot_be_read_again_is_found_as_it_was_and_says_so()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (document, version) = await archive.PublishAsync(program, "licence.txt", $"{Words} {Guid.NewGuid()}");
        var sha = await portal.Database.OwnerAsync<byte[]>($"select sha256 from document_versions where id = '{version}'");
        var original = portal.Part<FileStore>().PathOf(sha);
        File.Move(original, original + ".away");

        var after = await ReadAgainAsync(program, version);
        Assert.Equal(("published", "original_missing"), (after.GetProperty("state").GetString(), after.GetProperty("reasonCode").GetString()));
        await AssertFoundAsync(program, archive.Id, version);
        Assert.Equal([document], await AttentionAsync(program, archive));

        await using var window = await chromium.OpenAsync(portal.Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}");
        await Assertions.Expect(window.Page.Locator(".alert")).ToContainTextAsync("Reading it again failed");
        await window.GoAsync($"/collections/{archive.Id}?state=attention");
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToContainTextAsync("Found as it was read before");

        File.Move(original + ".away", original);
        after = await ReadAgainAsync(program, version);
        Assert.Equal(("published", null), (after.GetProperty("state").GetString(), after.GetProperty("reason").GetString()));
        Assert.Empty(await AttentionAsync(program, archive));
    }

    [Fact]
    public async Task Reading_that_gives_far_less_than_the_one_before_does_not_take_its_place()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (_, version) = await archive.PublishAsync(program, "licence.txt", $"{Words} {Guid.NewGuid()}");
        await portal.Database.OwnerAsync<int>($"update document_versions set word_count = 1000 where id = '{version}' returning 1");
        var after = await ReadAgainAsync(program, version);
        Assert.Equal(("published", "read_less"), (after.GetProperty("state").GetString(), after.GetProperty("reasonCode").GetString()));
        Assert.Contains("1000 are known", after.GetProperty("reason").GetString());
        await AssertFoundAsync(program, archive.Id, version);
        Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from staged_pages where version_id = '{version}'"));
    }

    [Fact]
    public async Task While_a_document_is_read_again_its_pages_stay_as_they_were()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (_, version) = await archive.PublishAsync(program, "licence.txt", $"{Words} {Guid.NewGuid()}");
        // A reading that has come as far as its pages and no further: nobody may claim the version for a while.
        await portal.Database.OwnerAsync<int>($"""
            with s as (insert into staged_pages select version_id, number, collection_id, width, height, 'Otherwise.', '{"{}"}', '{"{}"}' from pages where version_id = '{version}')
            update document_versions set state = 'parsed', next_attempt_at = now() + interval '1 hour' where id = '{version}' returning 1
            """);
        var page = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}/pages/1", Token);
        Assert.StartsWith(Words, page.GetProperty("text").GetString());
        await AssertFoundAsync(program, archive.Id, version);
    }

    private static async Task<JsonElement> ReadAgainAsync(HttpClient program, Guid version)
    {
        using var sent = await program.PostAsync($"/api/v1/versions/{version}/reread", null, Token);
        sent.EnsureSuccessStatusCode();
        return await Archive.WhenDoneAsync(program, version);
    }

    private static async Task<IReadOnlyList<Guid>> AttentionAsync(HttpClient program, Archive archive)
    {
        var listed = await program.GetFromJsonAsync<JsonElement>($"{archive.Address}/documents?state=attention", Token);
        return [.. listed.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("id").GetGuid())];
    }

    private static async Task AssertFoundAsync(HttpClient program, Guid collection, Guid version)
    {
        using var found = await program.PostAsJsonAsync("/api/v1/search", new { query = "When does the otter licence end?", collections = new[] { collection } }, Token);
        Assert.Contains(version.ToString(), await found.Content.ReadAsStringAsync(Token));
    }
}
