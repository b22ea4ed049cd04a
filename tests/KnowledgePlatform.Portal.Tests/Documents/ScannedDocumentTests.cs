using KnowledgePlatform.Core.Access;
using KnowledgePlatform.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A scan as people meet it: uploaded, read by Tesseract, asked, shown.</summary>
public sealed class ScannedDocumentTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "After how many days of unpaid Rent may the Landlord re-enter the Property?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scan_is_cited_with_the_highlight_on_its_picture_and_doubtful_words_underlined()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (document, version) = await archive.PublishAsync(program, await SamplePage.RenderAsync("commercial-lease", 4, portal.DataFolder, Token));
        await using var window = await chromium.OpenAsync(portal.Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}");
        await Assertions.Expect(window.Page.Locator("dl.facts")).ToContainTextAsync("Picture");
        await Assertions.Expect(window.Page.Locator("dl.facts")).ToContainTextAsync("all pages");
        // No page of ours is read without a single doubt for certain, so one is made.
        await portal.Database.OwnerAsync<int>($"update pages set confidences[5] = 20 where version_id = '{version}' returning number");

        await window.GoAsync($"/?collection={archive.Id}");
        await window.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await window.Page.Keyboard.PressAsync("Enter");
        var sentence = window.Page.Locator(".turn .sentence", new() { HasTextString = "21 days" }).First;
        await sentence.Locator(".cite").First.ClickAsync();
        await window.Page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        await Assertions.Expect(window.Page.Locator(".viewer-recognized")).ToContainTextAsync("doubtful words are underlined");
        await Assertions.Expect(window.Page.Locator("svg.sheet line.doubt")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(window.Page.Locator("svg.sheet image")).ToHaveJSPropertyAsync("isConnected", true);
        using var picture = await program.GetAsync($"/api/v1/versions/{version}/pages/1/image?dpi=144", Token);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        await window.AssertAccessibleAsync("scan-cited");
    }

    [Fact]
    public async Task Document_that_is_read_again_keeps_its_citations_on_the_words_that_were_cited()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (document, version) = await archive.PublishAsync(program, "note.txt", "The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        await using var window = await chromium.OpenAsync(portal.Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/?collection={archive.Id}");
        await window.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.AtAsync("**/conversations/*");
        var conversation = window.Page.Url;

        // As if a reader had read less before: its words stand elsewhere now.
        await portal.Database.OwnerAsync<int>($"update pages set text = 'Lease. ' || text, blocks[4] = blocks[4] + 7 where version_id = '{version}' returning number");
        await AssertHighlightAsync("The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        await portal.Database.OwnerAsync<int>($"update pages set text = 'Something else altogether.', blocks[4] = 26 where version_id = '{version}' returning number");
        await window.GoAsync(conversation);
        await window.Page.Locator(".turn .cite").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator(".viewer-lost")).ToContainTextAsync("nothing is highlighted");
        await Assertions.Expect(window.Page.Locator("mark.hl")).ToHaveCountAsync(0);

        await window.GoAsync($"/documents/{document}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Read again" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".notice")).ToContainTextAsync("being read again");
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        await AssertHighlightAsync("The Landlord may re-enter the Property if any Rent is unpaid 21 days after it became due.");
        using var again = await program.PostAsync($"/api/v1/versions/{version}/reread", null, Token);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, again.StatusCode);

        async Task AssertHighlightAsync(string words)
        {
            await window.GoAsync(conversation);
            await window.Page.Locator(".turn .cite").First.ClickAsync();
            await Assertions.Expect(window.Page.Locator("mark.hl")).ToHaveTextAsync(words);
        }
    }
}
