using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.Portal.Tests.Ask;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

/// <summary>A question set from its first question to settings that it lets through, over documents that were really read.</summary>
[Collection("Synonyms")]
public sealed class QuestionSetPagesTests(RunningPortal portal, Chromium chromium, ReadDocuments documents) : IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_asks_own_questions_tries_a_version_on_them_puts_it_in_force_and_goes_back(ColorScheme scheme)
    {
        var person = await AddKeeperAsync();
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/settings/question-sets");
        await page.GetByRole(AriaRole.Button, new() { Name = "New set" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync($"Leases {scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the set" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New question" }).ClickAsync();
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(ReadDocuments.Question);
        await page.GetByLabel("Right document").FillAsync("commercial-lease.pdf");
        await page.GetByLabel("Words of the right passage").FillAsync("unpaid 22 days after it became due");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the question" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No passage of this document has these words")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"question-refused-{scheme}");
        await page.GetByLabel("Words of the right passage").FillAsync("unpaid 21 days after it became due");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the question" }).ClickAsync();
        await Assertions.Expect(page.Locator(".page-lead")).ToContainTextAsync("1 question.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.GetByLabel("Gate for search settings").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(Patient);
        await window.AssertAccessibleAsync($"question-set-{scheme}");
        await page.GetByRole(AriaRole.Table, new() { Name = "Runs" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByText("nDCG@10 of documents")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"question-run-{scheme}");

        await window.GoAsync("/settings/search/new");
        await page.GetByLabel("Neighbours", new() { Exact = true }).FillAsync("0");
        await page.GetByLabel("Why").FillAsync("fewer neighbours");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("A number from 1 to 100.")).ToBeVisibleAsync();
        await page.GetByLabel("Neighbours", new() { Exact = true }).FillAsync("4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the version" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).First.ClickAsync();
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("in haste");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Assertions.Expect(page.GetByText("is a gate: run it with this version")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"gate-refused-{scheme}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Run the gates" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No question moved").First).ToBeVisibleAsync(Patient);
        await window.AssertAccessibleAsync($"search-version-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).First.ClickAsync();
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("as good");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Assertions.Expect(page.Locator(".page-lead .tag-good")).ToBeVisibleAsync();
        Assert.Equal(4, (await portal.Part<TuningInForce>().CurrentAsync(Token)).Tuning.Neighbours);

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "What was in force" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"search-settings-{scheme}");
        await page.GetByRole(AriaRole.Link, new() { Name = "As configured" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to it" }).ClickAsync();
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("back to before");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Assertions.Expect(page.Locator(".page-lead .tag-good")).ToBeVisibleAsync();
        Assert.Null((await portal.Part<TuningInForce>().CurrentAsync(Token)).Version);

        await window.GoAsync("/settings/question-sets");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Leases {scheme}" }).ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Runs" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByLabel("Compare with").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(page.GetByText("Settings that differ").First).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"question-compared-{scheme}");
        await page.SetViewportSizeAsync(390, 844);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AssertAccessibleAsync($"question-compared-390-{scheme}");
        foreach (var (address, name) in new[] { ("/settings/search", "search-settings"), ("/settings/question-sets", "question-sets"), ("/settings/search/new", "search-new") })
        {
            await window.GoAsync(address);
            await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
            Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await window.AssertAccessibleAsync($"{name}-390-{scheme}");
        }

        await window.GoAsync("/settings/question-sets");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Leases {scheme}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run now" })).ToBeVisibleAsync();
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AssertAccessibleAsync($"question-set-390-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the set" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Leases {scheme}" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Program_of_an_administrator_imports_runs_and_compares_by_rest_and_nobody_else_does()
    {
        // Of a keeper who may open nothing else: the first administrator has files of other tests with the same name and words.
        var keeper = await AddKeeperAsync();
        using var program = await ReadDocuments.ProgramAsync(portal, keeper.PersonId, ApiScopes.Admin);
        const string File = "{\"query_id\":\"1\",\"text\":\"After how many days may the Landlord re-enter?\",\"doc_id\":\"commercial-lease.pdf\",\"answers\":[{\"text\":\"unpaid 21 days\"}]}\n";
        using var imported = await program.PostAsync("/api/v1/question-sets/file?name=By%20REST", new StringContent(File, Encoding.UTF8, "application/x-ndjson"), Token);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync(Token));
        var import = await imported.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(1, import.GetProperty("added").GetInt32());
        var set = import.GetProperty("setId").GetGuid();
        Assert.Contains("\"doc_id\":\"commercial-lease.pdf\"", await program.GetStringAsync($"/api/v1/question-sets/{set}/file", Token), StringComparison.Ordinal);

        var (first, second) = (await RunAsync(program, set), await RunAsync(program, set));
        var compared = await program.GetFromJsonAsync<JsonElement>($"/api/v1/question-sets/runs/{second}/comparison?before={first}", Token);
        Assert.Equal(1, compared.GetProperty("comparison").GetProperty("questions").GetInt32());
        Assert.Equal(0, compared.GetProperty("settings").GetArrayLength());
        var result = Assert.Single((await program.GetFromJsonAsync<JsonElement>($"/api/v1/question-sets/runs/{second}/results", Token)).EnumerateArray());
        Assert.Equal((1, true), (result.GetProperty("documentRank").GetInt32(), result.GetProperty("ofPassage").GetBoolean()));

        using var made = await program.PostAsJsonAsync("/api/v1/search-settings/versions", new { reason = "by REST", lexicalWeight = 2 }, Token);
        Assert.Equal("search_settings_invalid", (await made.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        var shown = await program.GetFromJsonAsync<JsonElement>("/api/v1/search-settings", Token);
        Assert.Equal(0.5, shown.GetProperty("configured").GetProperty("lexicalWeight").GetDouble());
        using var gone = await program.DeleteAsync($"/api/v1/question-sets/{set}", Token);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        using var without = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        foreach (var address in new[] { "/api/v1/question-sets", $"/api/v1/question-sets/runs/{first}", "/api/v1/search-settings" })
        {
            using var refused = await without.GetAsync(address, Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    private static async Task<Guid> RunAsync(HttpClient program, Guid set)
    {
        using var begun = await program.PostAsJsonAsync($"/api/v1/question-sets/{set}/runs", new { }, Token);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await clock.WaitForNextTickAsync(patience.Token))
        {
            var run = await program.GetFromJsonAsync<JsonElement>(begun.Headers.Location, patience.Token);
            if (run.GetProperty("state").GetString() is "done" or "failed")
            {
                Assert.Equal("done", run.GetProperty("state").GetString());
                return run.GetProperty("id").GetGuid();
            }
        }

        throw new InvalidOperationException("the run did not end");
    }

    private async Task<FreshPassword> AddKeeperAsync()
    {
        var person = await portal.AddPersonAsync("keeper", administrator: true);
        await portal.Part<GrantStore>().GiveAsync(portal.Administrator, await documents.CollectionAsync(portal), person.PersonId, false, CollectionRole.Reader, Token);
        return person;
    }
}
