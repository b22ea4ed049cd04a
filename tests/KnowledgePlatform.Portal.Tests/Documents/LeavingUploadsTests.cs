using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>Files that are still on their way are not lost by going elsewhere without a word.</summary>
public sealed class LeavingUploadsTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Leaving_the_page_is_asked_for_while_files_are_on_their_way_and_staying_is_the_default()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive);
        var page = window.Page;
        await HoldUploadsAsync(page);
        var search = page.Locator(".main-nav").GetByRole(AriaRole.Link, new() { Name = "Search" });
        var dialog = page.GetByRole(AriaRole.Dialog);

        await search.ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("2 files are still being uploaded");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Stay here" })).ToBeFocusedAsync();
        await window.AssertAccessibleAsync("upload-leaving");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        Assert.EndsWith($"/collections/{archive.Id}", page.Url);

        // What is only another filter of the same page ends nothing.
        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("failed");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("state=failed$"));
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("0 of 2 uploaded");

        await search.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Leave and lose them" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/search$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Closing_the_tab_is_asked_for_while_files_are_on_their_way()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive);
        var page = window.Page;
        await HoldUploadsAsync(page);
        var asked = new TaskCompletionSource<string>();
        page.Dialog += (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            _ = dialog.AcceptAsync();
        };
        await page.CloseAsync(new() { RunBeforeUnload = true });
        Assert.Equal("beforeunload", await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_asked_when_nothing_is_on_its_way()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive);
        var page = window.Page;
        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("leave-policy.docx")]);
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("1 of 1 uploaded");
        await page.Locator(".main-nav").GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/search$"));
    }

    // Never answered, as on a line that hangs.
    private static async Task HoldUploadsAsync(IPage page)
    {
        await page.RouteAsync("**/documents?name=*", _ => Task.CompletedTask);
        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("leave-policy.docx"), Archive.Sample("medication-policy.pdf")]);
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("0 of 2 uploaded");
    }

    private async Task<BrowserWindow> OpenAsync(Archive archive)
    {
        var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/collections/{archive.Id}");
        await window.Page.Locator(".dropzone[data-ready]").WaitForAsync();
        return window;
    }
}
