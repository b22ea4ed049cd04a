using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>Names come from files, and whoever names a file may mean harm or no end.</summary>
public sealed class HostileNameTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const char Override = '\u202E';

    [Fact]
    public async Task Name_that_turns_its_direction_is_shown_as_what_it_is()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var uploaded = await archive.UploadAsync(program, $"annexe{Override}gnp.exe.txt", "The rent is due.");
        Assert.Equal("annexegnp.exe", uploaded.GetProperty("title").GetString());
        var document = uploaded.GetProperty("documentId").GetGuid();
        // As it was taken in before names were cleaned.
        await portal.Database.OwnerAsync<Guid>($"update documents set title = 'old{Override}gnp.exe' where id = '{document}' returning id");
        await using var window = await OpenAsync(archive, $"/documents/{document}");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("oldgnp.exe");
        Assert.DoesNotContain(Override, await window.Page.ContentAsync());
    }

    [Fact]
    public async Task Word_of_two_hundred_letters_stays_on_the_page_and_the_document_can_be_deleted()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var uploaded = await archive.UploadAsync(program, new string('w', 190) + ".txt", "The rent is due.");
        var document = uploaded.GetProperty("documentId").GetGuid();
        await using var window = await OpenAsync(archive, $"/documents/{document}");
        var page = window.Page;
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByLabel("Type “delete” to go on").FillAsync("delete");
        Assert.True(await page.EvaluateAsync<bool>("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog[open]'))"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete every trace" }).ClickAsync();
        await page.AtAsync($"**/collections/{archive.Id}");
        Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from documents where id = '{document}'"));
    }

    [Fact]
    public async Task Whatever_the_keyboard_reaches_has_the_same_outline()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive, "/");
        var page = window.Page;
        await page.Locator(".person-menu summary").WaitForAsync();
        var seen = new HashSet<string>();
        // The question's field takes the focus as the page becomes live, and the round begins there once more.
        for (var step = 0; step < 12 || (step < 24 && seen.Count < 3); step++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string[]>(
                "(e => [e.tagName + '.' + e.className, getComputedStyle(e).outlineStyle + ' ' + getComputedStyle(e).outlineWidth])(document.activeElement)");
            if (focused[0].Contains("btn", StringComparison.Ordinal) || focused[0].StartsWith("A.", StringComparison.Ordinal))
            {
                Assert.Equal($"{focused[0]}: solid 2px", $"{focused[0]}: {focused[1]}");
                seen.Add(focused[0].Split('.')[0]);
            }
        }

        Assert.Subset(seen, new HashSet<string> { "A", "BUTTON", "SUMMARY" });
    }

    private async Task<BrowserWindow> OpenAsync(Archive archive, string address)
    {
        var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync(address);
        return window;
    }
}
