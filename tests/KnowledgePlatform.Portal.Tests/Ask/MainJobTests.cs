using KnowledgePlatform.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>The main job as a person does it: upload, watch, ask, click, see.</summary>
public sealed class MainJobTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static string Sample(string file) => Path.Combine(Repository.Root, "deploy", "samples", "documents", file);

    [Fact]
    public async Task Person_uploads_documents_asks_and_sees_the_cited_words_highlighted()
    {
        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync("admin", portal.AdministratorPassword);

        await window.GoAsync("/collections");
        await page.GetByRole(AriaRole.Button, new() { Name = "New collection" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Main job");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the collection" }).ClickAsync();
        await page.GetByText("Drop files or folders here").WaitForAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync([Sample("commercial-lease.pdf"), Sample("services-amendment-2.docx")]);
        await page.GetByRole(AriaRole.Progressbar, new() { Name = "Upload of commercial-lease.pdf" }).WaitForAsync();
        await Assertions.Expect(page.Locator("td .tag-good")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await window.AssertAccessibleAsync("collection");

        await page.GetByRole(AriaRole.Link, new() { Name = "commercial-lease", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "How it was taken in" }).WaitForAsync();
        Assert.Equal(4, await page.Locator("table:has(caption:text('Stages')) tbody tr").CountAsync());
        await window.AssertAccessibleAsync("document");

        await window.GoAsync("/");
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync("After how many days of unpaid Rent may the Landlord re-enter the Property?");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".cite").First.WaitForAsync(new() { Timeout = 60_000 });
        await window.AssertAccessibleAsync("answer");
        // The picture of the page comes from poppler, some moments after the words over it.
        var picture = await page.RunAndWaitForResponseAsync(() => page.Locator(".cite").First.ClickAsync(), answer => answer.Url.Contains("/pages/4/image", StringComparison.Ordinal));
        Assert.Equal(200, picture.Status);
        Assert.Null(await picture.FinishedAsync());
        await page.Locator("svg.sheet rect.hl, mark.hl").First.WaitForAsync();
        await window.AssertAccessibleAsync("cited");

        // What was clicked quotes the answer, and the highlighted words are the same.
        Assert.Contains("21 days", await page.Locator(".quotation").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("21 days", await page.Locator("svg.sheet .marks").First.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        Assert.Matches("/conversations/[0-9a-f-]{36}[?]cited=", page.Url);
        await page.ReloadAsync();
        await window.LiveAsync();
        await page.Locator(".cite").First.WaitForAsync();
    }
}
