using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Portal.Tests.Ask;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

/// <summary>A model is registered, tested, chosen for a collection, and writes its answers.</summary>
public sealed class ModelsPageTests(RunningPortal portal, Chromium chromium, DictatedModel model) : IClassFixture<Chromium>, IClassFixture<DictatedModel>
{
    private const string Key = "sk-of-the-firm";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_registers_tests_chooses_and_removes_a_model(ColorScheme scheme)
    {
        var person = await portal.AddPersonAsync("chooser", administrator: true);
        var archive = await Archive.OpenAsync(portal);
        await using var window = await chromium.OpenAsync(model.Address, scheme);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/settings/models/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Firm {scheme}");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("http://metadata.internal");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key);
        await page.GetByLabel("USD for a million tokens read").FillAsync("0.25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.GetByText("metadata.internal:80 is not among the hosts")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"model-refused-{scheme}");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(model.Server);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync($"Firm {scheme}");
        await Assertions.Expect(page.GetByLabel("New key")).ToHaveValueAsync("");
        Assert.DoesNotContain(Key, await page.ContentAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Test" }).ClickAsync();
        var dictation = await model.NextAsync(Token);
        Assert.Equal("Bearer " + Key, dictation.Authorization);
        dictation.Tokens = (21, 2);
        dictation.Write("ready");
        dictation.End();
        await Assertions.Expect(page.GetByText("It answers")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("21 read, 2 written, as the server reports them")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"model-{scheme}");

        await page.GetByRole(AriaRole.Link, new() { Name = "Models", Exact = true }).First.ClickAsync();
        await page.GetByLabel("Collection", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = archive.Name });
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = $"Firm {scheme}" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Put its questions to it" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel(archive.Name)).ToContainTextAsync($"Firm {scheme}");
        Assert.Equal(1, await portal.Database.OwnerAsync<long>($"select count(*) from model_choices c join chat_models m on m.id = c.model_id where collection_id = '{archive.Id}'"));
        await window.AssertAccessibleAsync($"models-{scheme}");
        await page.SetViewportSizeAsync(390, 844);
        await window.AssertAccessibleAsync($"models-narrow-{scheme}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), "nothing widens the page");

        await page.GetByRole(AriaRole.Link, new() { Name = $"Firm {scheme}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the model" }).ClickAsync();
        await page.AtAsync("**/settings/models");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Firm {scheme}" })).ToHaveCountAsync(0);
        Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from model_choices where collection_id = '{archive.Id}'"));
    }

    [Fact]
    public async Task Question_over_a_collection_is_written_by_its_model_at_its_price_and_over_two_by_the_default_which_says_so()
    {
        using var administrator = await AdministratorAsync();
        var (first, second) = (await Archive.OpenAsync(portal), await Archive.OpenAsync(portal));
        await portal.Part<GrantStore>().GiveAsync(new Caller(second.Manager.PersonId), second.Id, first.Manager.PersonId, false, CollectionRole.Reader, Token);
        using (var filing = await first.ProgramAsync())
        {
            await first.PublishAsync(filing, "lease.txt", "The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        }

        var made = await AddAsync(administrator, new { name = "Priced", url = model.Server, key = Key, promptPrice = 100, completionPrice = 1000 });
        using (var chosen = await administrator.PutAsJsonAsync($"/api/v1/models/choices/{first.Id}", new { model = made }, Token))
        {
            Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
        }

        var own = await AskAsync(first.Manager, "Bearer " + Key, first.Id);
        Assert.Equal(JsonValueKind.Null, own.GetProperty("notice").ValueKind);
        // The key of Chat:* is none, which OpenAI's client sends as the word.
        var both = await AskAsync(first.Manager, "Bearer none", first.Id, second.Id);
        Assert.Equal("Different models are chosen for the collections that were searched; the default one was asked.", both.GetProperty("notice").GetString());

        var days = UsageDays.MonthOf(TimeProvider.System.GetUtcNow());
        var questions = (await portal.Part<UsageStore>().QuestionsAsync(portal.Administrator, days, Token)).Where(one => one.Person == first.Manager.UserName).Reverse().ToList();
        Assert.Equal([("Priced", 0.15m), ("dictated", 0.0018m)], questions.Select(one => (one.Model, one.Cost)));
        Assert.Equal([first.Name], questions[0].Collections);
    }

    [Fact]
    public async Task Model_that_does_not_answer_is_said_so_by_its_test_and_the_answer_quotes()
    {
        using var administrator = await AdministratorAsync();
        var archive = await Archive.OpenAsync(portal);
        using (var filing = await archive.ProgramAsync())
        {
            await archive.PublishAsync(filing, "lease.txt", "The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        }

        var made = await AddAsync(administrator, new { name = "Misnamed", url = model.Server, serverModel = "absent" });
        using var tested = await administrator.PostAsync($"/api/v1/models/{made}/test", null, Token);
        var result = await tested.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.False(result.GetProperty("ok").GetBoolean());
        Assert.Contains("has no model 'absent' (its name at the server under Settings, Models); it offers 'dictated'.", result.GetProperty("problem").GetString(), StringComparison.Ordinal);
        using var chosen = await administrator.PutAsJsonAsync($"/api/v1/models/choices/{archive.Id}", new { model = made }, Token);
        using var program = await archive.ProgramAsync(null, ApiScopes.Ask);
        using var response = await program.PostAsJsonAsync(new Uri(model.Address, "/api/v1/ask"), new { question = ReadDocuments.Question, collections = new[] { archive.Id } }, Token);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("quotations", answer.GetProperty("mode").GetString());
        Assert.Contains("has no model 'absent'", answer.GetProperty("notice").GetString(), StringComparison.Ordinal);

        // Mended, the next question is put to it.
        using var mended = await administrator.PatchAsJsonAsync($"/api/v1/models/{made}", new { serverModel = "dictated", promptPrice = 1 }, Token);
        Assert.Equal((1m, "Misnamed"), (await mended.Content.ReadFromJsonAsync<JsonElement>(Token)) is var now ? (now.GetProperty("promptPrice").GetDecimal(), now.GetProperty("name").GetString()) : default);
        Assert.Equal("generated", (await AskAsync(archive.Manager, "Bearer none", archive.Id)).GetProperty("mode").GetString());
    }

    [Theory]
    [InlineData("absent", 0)]
    [InlineData("failing", 500)]
    public async Task Where_the_operator_allows_it_the_default_model_writes_in_place_of_one_that_is_away_and_is_counted(string name, int status)
    {
        using var administrator = await AdministratorAsync();
        var archive = await Archive.OpenAsync(portal);
        using (var filing = await archive.ProgramAsync())
        {
            await archive.PublishAsync(filing, "lease.txt", "The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        }

        // It lists its model and fails when it is asked, or is not there at all.
        await using var failing = WebApplication.CreateSlimBuilder().Build();
        failing.Urls.Add("http://127.0.0.1:0");
        failing.MapGet("/v1/models", () => Results.Content("""{"object":"list","data":[{"id":"failing","object":"model","max_model_len":4096}]}""", "application/json"));
        failing.MapPost("/v1/chat/completions", () => Results.StatusCode(status));
        await failing.StartAsync(Token);
        var address = failing.Urls.Single();
        if (status == 0)
        {
            await failing.StopAsync(Token);
        }

        var made = await AddAsync(administrator, new { name = $"Firm {name}", url = address, promptPrice = 100 });
        using var chosen = await administrator.PutAsJsonAsync($"/api/v1/models/choices/{archive.Id}", new { model = made }, Token);
        var options = model.Part<IOptions<ModelsOptions>>().Value;
        Assert.False(options.FallBack);
        options.FallBack = true;
        try
        {
            var answer = await AskAsync(archive.Manager, "Bearer none", archive.Id);
            Assert.Equal(("generated", "dictated"), (answer.GetProperty("mode").GetString(), answer.GetProperty("model").GetString()));
            Assert.Equal(
                $"The model Firm {name}, which was chosen for these documents, is not available at the moment; the default one was asked.", answer.GetProperty("notice").GetString());
        }
        finally
        {
            options.FallBack = false;
        }

        var days = UsageDays.MonthOf(TimeProvider.System.GetUtcNow());
        var questions = (await portal.Part<UsageStore>().QuestionsAsync(portal.Administrator, days, Token)).Where(one => one.Person == archive.Manager.UserName);
        Assert.Equal(("dictated", 0.0018m), questions.Select(one => (one.Model, one.Cost)).Single());
    }

    [Fact]
    public async Task Registry_is_closed_to_keys_without_the_scope_and_gives_no_key_out()
    {
        using var administrator = await AdministratorAsync();
        var made = await AddAsync(administrator, new { name = "Keyed", url = model.Server, key = Key });
        var shown = await administrator.GetStringAsync("/api/v1/models", Token) + await administrator.GetStringAsync($"/api/v1/models/{made}", Token) + await administrator.GetStringAsync("/api/v1/audit", Token);
        Assert.Contains("\"hasKey\":true", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, shown, StringComparison.Ordinal);
        using var elsewhere = await administrator.PatchAsJsonAsync($"/api/v1/models/{made}", new { url = "http://169.254.169.254/latest" }, Token);
        Assert.Equal("host_not_listed", (await elsewhere.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        using var gone = await administrator.DeleteAsync($"/api/v1/models/{made}", Token);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var builtIn = await administrator.DeleteAsync($"/api/v1/models/{Guid.Empty}", Token);
        Assert.Equal(HttpStatusCode.Conflict, builtIn.StatusCode);
        using var without = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Ask);
        foreach (var path in new[] { "", "/choices", "/embeddings", $"/{Guid.Empty}" })
        {
            using var closed = await without.GetAsync(new Uri(model.Address, "/api/v1/models" + path), Token);
            Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        }
    }

    private async Task<HttpClient> AdministratorAsync()
    {
        var program = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Admin);
        program.BaseAddress = model.Address;
        return program;
    }

    private static async Task<Guid> AddAsync(HttpClient administrator, object body)
    {
        using var made = await administrator.PostAsJsonAsync("/api/v1/models", body, Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
    }

    private async Task<JsonElement> AskAsync(FreshPassword asker, string authorization, params Guid[] collections)
    {
        using var program = await ReadDocuments.ProgramAsync(portal, asker.PersonId, ApiScopes.Ask);
        var answering = program.PostAsJsonAsync(new Uri(model.Address, "/api/v1/ask"), new { question = ReadDocuments.Question, collections }, Token);
        var dictation = await model.NextAsync(Token);
        Assert.Equal(authorization, dictation.Authorization);
        dictation.Tokens = (1000, 50);
        dictation.Write($"The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due {dictation.NumberOf("21 days after it became due")}.");
        dictation.End();
        using var response = await answering;
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
