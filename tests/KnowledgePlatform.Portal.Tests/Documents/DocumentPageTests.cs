using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class DocumentPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Document_gets_another_title_and_a_version_and_is_deleted(ColorScheme scheme)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "leave-policy.docx");
        // As the parser says it of a page that it could not read.
        await portal.Database.OwnerAsync<Guid>(
            $$"""update document_versions set is_partial = true, skipped = '[{"page": 3, "reason": "its picture is damaged"}]' where id = '{{version}}' returning id""");
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}");
        await Assertions.Expect(page.GetByText("Page 3: its picture is damaged")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Incomplete").First).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"documents-document-{scheme}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Leave of 2026");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Leave of 2026");

        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("consultant-letter.docx")]);
        var versions = page.Locator("table:has(caption:text('Versions')) tbody tr");
        await Assertions.Expect(versions).ToHaveCountAsync(2);
        await Assertions.Expect(versions.Nth(0)).ToContainTextAsync("Published", new() { Timeout = 60_000 });
        await Assertions.Expect(versions.Nth(1)).ToContainTextAsync("Replaced by a newer version");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByLabel("to go on").FillAsync("Leave of 2026");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete every trace" }).ClickAsync();
        await page.WaitForURLAsync($"**/collections/{archive.Id}");
        await Assertions.Expect(page.GetByText("No documents yet")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("", "Stages")]
    [InlineData("/view", "Table")]
    public async Task Document_page_and_viewer_fit_a_telephone(string address, string table)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, _) = await archive.PublishAsync(program, "leave-policy.docx");
        await using var window = await chromium.OpenAsync(portal);
        await window.Page.SetViewportSizeAsync(390, 800);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}{address}");
        await window.Page.GetByRole(AriaRole.Region, new() { Name = table }).First.WaitForAsync();
        Assert.Equal(390, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AssertAccessibleAsync($"document{address.Replace('/', '-')}-390");
    }
}
