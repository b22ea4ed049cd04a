using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Portal.Tests.Ask;
using KnowledgePlatform.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

// Not beside question sets: an edit of a list while a gate is run closes it.
[Collection("Synonyms")]
public sealed class SynonymsPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_makes_a_list_mends_a_line_turns_it_off_and_removes_it(ColorScheme scheme)
    {
        var person = await portal.AddPersonAsync("editor", administrator: true);
        ShippedSynonyms.Load(portal.Database.Owner, Path.Combine(Repository.Root, "deploy", "synonyms"));
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/settings/synonyms");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Clinical, English" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"synonyms-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "New list" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync($"Ward {scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the list" }).ClickAsync();

        await page.GetByLabel("Entries, one a line").FillAsync("qwx => quarterly ward exercise\nalone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Line 2 cannot be read")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"synonyms-refused-{scheme}");
        await page.GetByLabel("Entries, one a line").FillAsync("qwx => quarterly ward exercise");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".page-lead")).ToHaveTextAsync("1 entry, in use.");
        Assert.Single((await portal.Part<SynonymLists>().CurrentAsync(Token)).Meanings("qwx", [], 20));

        await page.GetByLabel("Searches use this list").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".page-lead")).ToHaveTextAsync("1 entry, not in use.");
        Assert.Empty((await portal.Part<SynonymLists>().CurrentAsync(Token)).Meanings("qwx", [], 20));

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the list" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Ward {scheme}" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task File_that_is_imported_on_the_page_is_exported_as_it_was()
    {
        var person = await portal.AddPersonAsync("filer", administrator: true);
        await using var window = await chromium.OpenAsync(portal, ColorScheme.Light);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/settings/synonyms");
        // What is chosen before the page listens is lost.
        await window.UntilAsync("'_blazorInputFileNextFileId' in document.getElementById('synonym-file')");
        const string File = "name: Imported\nlanguages: en, es\n# ours\nqwa, qwb\n";
        await page.GetByLabel("Import a file").SetInputFilesAsync(new FilePayload { Name = "ours.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(File) });
        await page.GetByRole(AriaRole.Link, new() { Name = "Imported" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Languages of the passages")).ToHaveValueAsync("en, es");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export" }).ClickAsync());
        Assert.Equal("Imported.txt", download.SuggestedFilename);
        Assert.Equal(File, await System.IO.File.ReadAllTextAsync(await download.PathAsync(), Token));
    }

    [Fact]
    public async Task Program_of_an_administrator_edits_lists_by_rest_and_nobody_else_does()
    {
        using var program = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Admin);
        using var made = await program.PostAsJsonAsync("/api/v1/synonyms", new { name = "By REST", entries = "qwc, qwd", languages = new[] { "en" } }, Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var address = made.Headers.Location!;
        using var off = await program.PatchAsJsonAsync(address, new { enabled = false }, Token);
        var changed = await off.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((false, "qwc, qwd", 1), (changed.GetProperty("enabled").GetBoolean(), changed.GetProperty("entries").GetString(), changed.GetProperty("entryCount").GetInt32()));
        using var unread = await program.PatchAsJsonAsync(address, new { entries = "=>" }, Token);
        Assert.Equal("synonyms_unreadable", (await unread.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        using var taken = await program.PostAsync("/api/v1/synonyms/file", new StringContent("name: by rest\nqwe, qwf", Encoding.UTF8, "text/plain"), Token);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("name: by rest\nlanguages: \nqwe, qwf", await program.GetStringAsync(address + "/file", Token));
        using var gone = await program.DeleteAsync(address, Token);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var absent = await program.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);

        using var without = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Write);
        using var refused = await without.GetAsync("/api/v1/synonyms", Token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var person = await portal.AddPersonAsync("nosy");
        using var visitor = new Visitor(portal);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        using var closed = await visitor.Http.GetAsync("/api/v1/synonyms", Token);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }
}
