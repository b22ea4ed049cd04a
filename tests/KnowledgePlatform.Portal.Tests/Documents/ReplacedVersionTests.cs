using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>Nobody takes a replaced version for the one in force.</summary>
public sealed class ReplacedVersionTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Replaced_version_says_by_which_it_was_replaced_and_leads_to_the_current_one()
    {
        var token = TestContext.Current.CancellationToken;
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, first) = await archive.PublishAsync(program, "policy.txt", "Leave is 20 days.");
        using var added = await program.PostAsync($"/api/v1/documents/{document}/versions?name=policy.txt", new StringContent("Leave is 25 days."), token);
        await Archive.WhenDoneAsync(program, (await added.Content.ReadFromJsonAsync<JsonElement>(token))[0].GetProperty("versionId").GetGuid());

        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}/view?version={first}");
        await Assertions.Expect(page.Locator(".viewer-sheets")).ToContainTextAsync("Leave is 20 days.");
        var notice = page.Locator(".viewer").GetByRole(AriaRole.Status);
        await Assertions.Expect(notice).ToContainTextAsync($"Version 1 of 2, replaced on {DateTime.UtcNow:d MMM yyyy} by version 2.");
        await window.AssertAccessibleAsync("viewer-replaced");
        await notice.GetByRole(AriaRole.Link, new() { Name = "Open the current version" }).ClickAsync();
        await Assertions.Expect(page.Locator(".viewer-sheets")).ToContainTextAsync("Leave is 25 days.");
        await Assertions.Expect(notice).ToHaveCountAsync(0);
    }
}
