using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>An agreement and its amendment, which name two ceilings of liability.</summary>
public sealed class ConflictTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "What is the ceiling on each party's total liability for one contract year?";

    [Fact]
    public async Task Amended_clause_and_its_amendment_are_shown_beside_each_other_with_the_amending_one_marked()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        await archive.PublishAsync(program, "managed-services-agreement.pdf");
        await archive.PublishAsync(program, "services-amendment-2.docx");

        using var asked = await program.PostAsJsonAsync("/api/v1/ask", new { question = Question, collections = new[] { archive.Id } }, TestContext.Current.CancellationToken);
        var answer = await asked.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var conflict = Assert.Single(answer.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(2, conflict.GetProperty("sides").GetArrayLength());
        Assert.All(conflict.GetProperty("sides").EnumerateArray(), side => Assert.Contains(
            answer.GetProperty("citations").EnumerateArray(), citation => citation.GetProperty("number").GetInt32() == side.GetProperty("citation").GetInt32()));

        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await page.Keyboard.PressAsync("Enter");
        var sides = page.GetByRole(AriaRole.Region, new() { Name = "These passages differ" }).Locator(".conflict-side");
        await Assertions.Expect(sides).ToHaveCountAsync(2);
        await window.AssertAccessibleAsync("ask-conflict");
        await Assertions.Expect(page.Locator(".ask-main > .visually-hidden[role=status]")).ToContainTextAsync("These passages differ: ");

        var amending = sides.Filter(new() { HasText = "services-amendment-2" });
        await Assertions.Expect(amending.Locator(".tag")).ToContainTextAsync("Amends");
        await Assertions.Expect(amending.Locator("mark").First).ToHaveTextAsync("EUR 1,500,000");
        await Assertions.Expect(sides.Filter(new() { HasText = "managed-services-agreement" }).Locator(".tag")).ToHaveCountAsync(0);
        await amending.Locator(".cite").ClickAsync();
        await page.Locator("mark.hl").First.WaitForAsync();
        await Assertions.Expect(amending.Locator(".cite")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.SetViewportSizeAsync(390, 844);
        await page.Keyboard.PressAsync("Escape");
        await window.AssertAccessibleAsync("ask-conflict-390");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        // It is kept with the answer.
        await using var dark = await chromium.OpenAsync(portal, ColorScheme.Dark);
        await dark.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await dark.GoAsync(page.Url);
        await Assertions.Expect(dark.Page.Locator(".conflict-side")).ToHaveCountAsync(2);
        await dark.AssertAccessibleAsync("ask-conflict-dark");
    }
}
