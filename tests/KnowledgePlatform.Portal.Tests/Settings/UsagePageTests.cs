using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Portal.Tests.Ask;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

/// <summary>What a question took, from the model's report to the administrator's page and file.</summary>
public sealed class UsagePageTests(RunningPortal portal, ReadDocuments documents, Chromium chromium, DictatedModel model)
    : IClassFixture<Chromium>, IClassFixture<DictatedModel>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_sees_what_a_question_cost_beside_a_public_price(ColorScheme scheme)
    {
        var asker = await documents.AddReaderAsync(portal, "spender");
        await AskAsync(asker, (2000, 500));
        var administrator = await portal.AddPersonAsync("keeper", administrator: true);
        await using var window = await chromium.OpenAsync(model.Address, scheme);
        var page = window.Page;
        await window.SignInAsync(administrator.UserName, administrator.Password);
        await window.GoAsync("/settings/usage");
        // 2,000 at 1.5 and 500 at 6 for a million.
        await Assertions.Expect(Row(page, asker.UserName)).ToContainTextAsync("USD 0.006");
        await Assertions.Expect(Row(page, asker.UserName)).Not.ToContainTextAsync("estimated");

        await page.GetByLabel("Name").FillAsync("Public model");
        await page.GetByLabel("USD for a million tokens read").FillAsync("5");
        await page.GetByLabel("USD for a million tokens written").FillAsync("-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("From 0 to 1,000,000.")).ToBeVisibleAsync();
        await page.GetByLabel("USD for a million tokens written").FillAsync("15");
        // Held as long as a finger holds it: what was wrong goes meanwhile, and the button moves up from under the pointer.
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync(new() { Delay = 300 });
        await Assertions.Expect(Row(page, asker.UserName)).ToContainTextAsync("USD 0.0175");
        await Assertions.Expect(page.GetByText("At the price of Public model")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"usage-{scheme}");

        await page.GetByLabel("By", new() { Exact = true }).SelectOptionAsync("collection");
        await Assertions.Expect(Row(page, "Read documents")).ToBeVisibleAsync();
        Assert.Contains("by=collection", page.Url, StringComparison.Ordinal);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "This table (CSV)" }).ClickAsync());
        Assert.StartsWith("usage-by-collection-", file.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("\r\nRead documents,", await File.ReadAllTextAsync(await file.PathAsync(), Token), StringComparison.Ordinal);

        await page.SetViewportSizeAsync(390, 844);
        await window.AssertAccessibleAsync($"usage-narrow-{scheme}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), "nothing widens the page");
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2001-01-01");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2001-01-02");
        await Assertions.Expect(page.GetByText("No questions in these days")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare with none" }).ClickAsync();
        await Assertions.Expect(page.GetByText("At the price of Public model")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Program_of_an_administrator_reads_usage_by_rest_and_nobody_else_does()
    {
        var asker = await documents.AddReaderAsync(portal, "teller");
        var answer = await AskAsync(asker, null);
        using var program = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Admin);
        var questions = await program.GetFromJsonAsync<JsonElement>("/api/v1/usage/questions", Token);
        var question = questions.EnumerateArray().Single(one => one.GetProperty("answerId").ValueKind == JsonValueKind.String && one.GetProperty("answerId").GetGuid() == answer);
        Assert.Equal((asker.UserName, "dictated", "answered", true), (question.GetProperty("person").GetString(), question.GetProperty("model").GetString(), question.GetProperty("outcome").GetString(), question.GetProperty("estimated").GetBoolean()));
        var (read, written) = (question.GetProperty("promptTokens").GetInt64(), question.GetProperty("completionTokens").GetInt64());
        Assert.InRange(read, 200, 4096);
        Assert.InRange(written, 10, 200);
        Assert.Equal(((read * 1.5m) + (written * 6m)) / 1_000_000m, question.GetProperty("cost").GetDecimal());

        var report = await program.GetFromJsonAsync<JsonElement>("/api/v1/usage?by=model", Token);
        Assert.Contains(report.GetProperty("rows").EnumerateArray(), row => row.GetProperty("name").GetString() == "dictated");
        using var file = await program.GetAsync("/api/v1/usage/file?by=question", Token);
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains($",{answer},{asker.UserName},", await file.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        foreach (var (query, code) in new[] { ("?by=colour", "by_invalid"), ("?from=2026-02-02&to=2026-02-01", "usage_days_invalid") })
        {
            using var refused = await program.GetAsync("/api/v1/usage" + query, Token);
            Assert.Equal(code, (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        }

        using var without = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Ask);
        foreach (var path in new[] { "", "/questions", "/file" })
        {
            using var closed = await without.GetAsync("/api/v1/usage" + path, Token);
            Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        }
    }

    [Fact]
    public async Task Question_that_is_stopped_counts_with_what_it_took()
    {
        var asker = await documents.AddReaderAsync(portal, "stopper");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asking = Task.Run(
            async () =>
            {
                await foreach (var _ in model.Part<AskService>().AskAsync(new Caller(asker.PersonId), new AskRequest(ReadDocuments.Question), stop.Token))
                {
                }
            },
            Token);
        var dictation = await model.NextAsync(Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        dictation.End();
        var days = UsageDays.MonthOf(TimeProvider.System.GetUtcNow());
        var question = (await portal.Part<UsageStore>().QuestionsAsync(portal.Administrator, days, Token)).Single(one => one.Person == asker.UserName);
        Assert.Equal(("stopped", true, 0), (question.Outcome, question.Estimated, question.CompletionTokens));
        Assert.InRange(question.PromptTokens, 200, 4096);
    }

    private static ILocator Row(IPage page, string name) => page.Locator(".usage-table tr").Filter(new() { HasText = name });

    private async Task<Guid> AskAsync(FreshPassword asker, (int, int)? tokens)
    {
        using var program = await ReadDocuments.ProgramAsync(portal, asker.PersonId, ApiScopes.Ask);
        var answering = program.PostAsJsonAsync(new Uri(model.Address, "/api/v1/ask"), new { question = ReadDocuments.Question }, Token);
        var dictation = await model.NextAsync(Token);
        dictation.Tokens = tokens;
        dictation.Write($"The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due {dictation.NumberOf("21 days after it became due")}.");
        dictation.End();
        using var response = await answering;
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("generated", answer.GetProperty("mode").GetString());
        return answer.GetProperty("id").GetGuid();
    }
}
