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
        await page.AtAsync($"**/collections/{archive.Id}");
        await Assertions.Expect(page.GetByText("No documents yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Link_from_one_document_to_another_leads_to_a_page_that_acts_on_the_other()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (here, _) = await archive.PublishAsync(program, "here.txt", "The rent is due on Monday.");
        var (there, _) = await archive.PublishAsync(program, "there.txt", "The rent is due on Friday.");
        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{here}");
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await Assertions.Expect(heading).ToHaveTextAsync("here");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "again.txt", MimeType = "text/plain", Buffer = "The rent is due on Friday."u8.ToArray(),
        });
        await Assertions.Expect(page.Locator(".upload-said")).ToHaveTextAsync("Already in this collection, as “there”");
        await page.GetByRole(AriaRole.Link, new() { Name = "again.txt" }).ClickAsync();
        await page.AtAsync($"**/documents/{there}");
        await Assertions.Expect(heading).ToHaveTextAsync("there");
        await Assertions.Expect(page.Locator("table:has(caption:text('Versions')) tbody td").First).ToHaveTextAsync("there.txt");

        // Back and forth again, with a question open that was asked of the one before.
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.GoBackAsync();
        await Assertions.Expect(heading).ToHaveTextAsync("here");
        await Assertions.Expect(page.GetByLabel("Title", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GoForwardAsync();
        await Assertions.Expect(heading).ToHaveTextAsync("there");

        // What is dropped now is a version of the one that is shown.
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "newer.txt", MimeType = "text/plain", Buffer = "The rent is due on Sunday."u8.ToArray(),
        });
        await Assertions.Expect(page.Locator("table:has(caption:text('Versions')) tbody tr")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        var sure = page.GetByRole(AriaRole.Button, new() { Name = "Delete every trace" });
        await page.GetByLabel("to go on").FillAsync("here");
        await Assertions.Expect(sure).ToBeDisabledAsync();
        await page.GetByLabel("to go on").FillAsync("there");
        await sure.ClickAsync();
        await page.AtAsync($"**/collections/{archive.Id}");
        Assert.Equal(here, await portal.Database.OwnerAsync<Guid>($"select id from documents where collection_id = '{archive.Id}'"));
    }

    [Fact]
    public async Task Advice_that_the_reason_gives_already_is_not_given_again()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var broken = await archive.UploadAsync(program, "broken.pdf", "%PDF-1.7 and nothing behind it");
        await Archive.WhenDoneAsync(program, broken.GetProperty("versionId").GetGuid());
        // As the parser says it of a workbook.
        await portal.Database.OwnerAsync<Guid>(
            $"update document_versions set reason = 'It is cut off. Upload the original again.' where id = '{broken.GetProperty("versionId").GetGuid()}' returning id");
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        foreach (var address in new[] { $"/documents/{broken.GetProperty("documentId").GetGuid()}", $"/collections/{archive.Id}" })
        {
            await window.GoAsync(address);
            await Assertions.Expect(window.Page.GetByText("It is cut off. Upload the original again.").First).ToBeVisibleAsync();
            await Assertions.Expect(window.Page.GetByText("Upload a version that opens")).ToHaveCountAsync(0);
        }
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
