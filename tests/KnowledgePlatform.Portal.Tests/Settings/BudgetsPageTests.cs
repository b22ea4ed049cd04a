using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Ask;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

/// <summary>A budget from its setting to the person who is warned and then answered without a model.</summary>
public sealed class BudgetsPageTests(RunningPortal portal, ReadDocuments documents, Chromium chromium, DictatedModel model)
    : IClassFixture<Chromium>, IClassFixture<DictatedModel>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_sets_changes_and_removes_a_budget(ColorScheme scheme)
    {
        var (administrator, person) = (await portal.AddPersonAsync("treasurer", administrator: true), await portal.AddPersonAsync("bounded"));
        await using var window = await chromium.OpenAsync(model.Address, scheme);
        var page = window.Page;
        await window.SignInAsync(administrator.UserName, administrator.Password);
        await window.GoAsync("/settings/budgets");
        await page.GetByRole(AriaRole.Button, new() { Name = "New budget" }).ClickAsync();
        await page.GetByLabel("Whose").SelectOptionAsync($"person {person.PersonId}");
        await page.GetByLabel("USD a month").FillAsync("-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the budget" }).ClickAsync();
        await Assertions.Expect(page.GetByText("From 0 to 1,000,000,000.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Warn at percent")).ToHaveValueAsync("80");
        await window.AssertAccessibleAsync($"budget-{scheme}");
        await page.GetByLabel("USD a month").FillAsync("12.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the budget" }).ClickAsync();
        var row = page.Locator("tr").Filter(new() { HasText = person.UserName });
        await Assertions.Expect(row).ToContainTextAsync("USD 12.50");
        await Assertions.Expect(row).ToContainTextAsync("stopped");

        await row.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByLabel("Stop at 100 %").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the budget" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("only said");
        await window.AssertAccessibleAsync($"budgets-{scheme}");
        await page.SetViewportSizeAsync(390, 844);
        await window.AssertAccessibleAsync($"budgets-narrow-{scheme}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), "nothing widens the page");
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Person_is_warned_on_the_ask_page_and_answered_by_quotations_once_the_budget_is_used_up()
    {
        var person = await documents.AddReaderAsync(portal, "frugal");
        using var administrator = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Admin);
        using var made = await administrator.PostAsJsonAsync("/api/v1/budgets", new { person = person.PersonId, amount = 0.01 }, Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await using var window = await chromium.OpenAsync(model.Address);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await Assertions.Expect(page.Locator(".ask-budget")).ToHaveCountAsync(0);

        // 2,000 at 1.5 and 1,000 at 6 for a million: 0.009 of 0.01.
        await AskAsync(page, (2000, 1000));
        await Assertions.Expect(page.Locator(".ask-budget")).ToContainTextAsync("90 % of your budget for ");
        await window.AssertAccessibleAsync("ask-budget");
        await AskAsync(page, (2000, 1000));
        await Assertions.Expect(page.Locator(".ask-budget")).ToContainTextAsync("is used up. Until 1 ");

        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(ReadDocuments.Question);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".turn:not([aria-busy])")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".turn").Last).ToContainTextAsync("is used up, so that no model was asked: these are the best sentences of the documents.");
        await Assertions.Expect(page.Locator(".turn").Last).ToContainTextAsync("21 days");
        await window.AssertAccessibleAsync("ask-stopped");

        using var own = await ReadDocuments.ProgramAsync(portal, person.PersonId, ApiScopes.Ask);
        var said = await own.GetFromJsonAsync<JsonElement>("/api/v1/budgets/own", Token);
        Assert.True(said.GetProperty("stopped").GetBoolean());
        using var closed = await own.GetAsync("/api/v1/budgets", Token);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        var listed = (await administrator.GetFromJsonAsync<JsonElement>("/api/v1/budgets", Token)).EnumerateArray().Single(one => one.GetProperty("subject").GetString() == person.UserName);
        Assert.Equal((0.018m, 180, "person"), (listed.GetProperty("spent").GetDecimal(), listed.GetProperty("percent").GetInt32(), listed.GetProperty("scope").GetString()));

        // Raised, the model is asked again.
        using var raised = await administrator.PatchAsJsonAsync(made.Headers.Location, new { amount = 1 }, Token);
        Assert.Equal(HttpStatusCode.OK, raised.StatusCode);
        await AskAsync(page, (1, 1));
        await Assertions.Expect(page.Locator(".ask-budget")).ToHaveCountAsync(0);
        using var gone = await administrator.DeleteAsync(made.Headers.Location, Token);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    private async Task AskAsync(IPage page, (int, int) tokens)
    {
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(ReadDocuments.Question);
        await page.Keyboard.PressAsync("Enter");
        var dictation = await model.NextAsync(Token);
        dictation.Tokens = tokens;
        dictation.Write($"The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due {dictation.NumberOf("21 days after it became due")}.");
        dictation.End();
        await Assertions.Expect(page.Locator(".turn[aria-busy]")).ToHaveCountAsync(0);
    }
}
