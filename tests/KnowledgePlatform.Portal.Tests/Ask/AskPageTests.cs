using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Access;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>The ask page over documents that are there already.</summary>
public sealed class AskPageTests(RunningPortal portal, ReadDocuments documents, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1360, 850)]
    [InlineData(ColorScheme.Dark, 1360, 850)]
    [InlineData(ColorScheme.Light, 390, 800)]
    [InlineData(ColorScheme.Dark, 390, 800)]
    public async Task Citation_opens_its_document_by_keyboard_and_escape_gives_the_focus_back(ColorScheme scheme, int width, int height)
    {
        await using var window = await OpenAsync("keys", scheme);
        var page = window.Page;
        await page.SetViewportSizeAsync(width, height);
        await AskAsync(page, ReadDocuments.Question);
        await window.AssertAccessibleAsync($"ask-answer-{scheme}-{width}");

        var cite = page.Locator(".quotation", new() { HasText = "21 days" }).First.Locator(".cite");
        await cite.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".ask-document-name")).ToContainTextAsync("commercial-lease");
        await Assertions.Expect(page.GetByLabel("Page", new() { Exact = true })).ToHaveValueAsync("4");
        await window.AssertAccessibleAsync($"ask-document-{scheme}-{width}");
        if (width > 1000)
        {
            await Assertions.Expect(cite).ToHaveAttributeAsync("aria-pressed", "true");
        }
        else
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Back to the answer" })).ToBeFocusedAsync();
        }

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".ask-document")).ToHaveCountAsync(0);
        await Assertions.Expect(cite).ToBeFocusedAsync();
        await Assertions.Expect(cite).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Back_leads_from_the_document_to_the_answer_and_forward_to_the_document()
    {
        await using var window = await OpenAsync("back");
        var page = window.Page;
        await page.SetViewportSizeAsync(390, 844);
        await AskAsync(page, ReadDocuments.Question);
        var conversation = page.Url;
        var cite = page.Locator(".quotation", new() { HasText = "21 days" }).First.Locator(".cite");
        await cite.ClickAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".ask-document")).ToHaveCountAsync(0);
        await Assertions.Expect(cite).ToBeFocusedAsync();
        Assert.Equal(conversation, page.Url);
        await page.GoForwardAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        await page.ReloadAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        await window.LiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the answer" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ask-document")).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(conversation);
    }

    [Fact]
    public async Task Card_over_a_citation_shows_document_page_and_quote()
    {
        await using var window = await OpenAsync("card");
        await AskAsync(window.Page, ReadDocuments.Question);
        var quotation = window.Page.Locator(".quotation", new() { HasText = "21 days" }).First;
        await quotation.Locator(".cite").HoverAsync();
        var card = window.Page.GetByRole(AriaRole.Tooltip);
        await Assertions.Expect(card).ToContainTextAsync("commercial-lease");
        await Assertions.Expect(card).ToContainTextAsync("page 4");
        await Assertions.Expect(card).ToContainTextAsync("21 days");
        await window.AssertAccessibleAsync("ask-card");
    }

    [Fact]
    public async Task Answer_is_announced_once_and_a_reload_shows_it_again()
    {
        await using var window = await OpenAsync("announced");
        var page = window.Page;
        await AskAsync(page, ReadDocuments.Question);
        var said = page.Locator(".ask-main > .visually-hidden[role=status]");
        await Assertions.Expect(said).ToContainTextAsync("Answered by quotations: ");
        await Assertions.Expect(page.GetByLabel("Question", new() { Exact = true })).ToHaveValueAsync("");
        var sentences = await page.Locator(".sentence").AllInnerTextsAsync();
        await page.ReloadAsync();
        await window.LiveAsync();
        await page.Locator(".sentence").First.WaitForAsync();
        Assert.Equal(sentences, await page.Locator(".sentence").AllInnerTextsAsync());
        await Assertions.Expect(said).ToHaveTextAsync("");
    }

    [Fact]
    public async Task What_no_document_says_is_not_answered()
    {
        await using var window = await OpenAsync("nothing");
        await AskAsync(window.Page, "Which quokka species eats zirconium wallpaper on Neptune?", ".not-found");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Not found in these documents" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".not-found")).ToContainTextAsync(new Regex(@"Searched: \d+ documents? in 1 collection\."));
        await Assertions.Expect(window.Page.Locator(".sentence")).ToHaveCountAsync(0);
        await window.AssertAccessibleAsync("ask-not-found");
        await window.Page.Locator(".nearest").First.ClickAsync();
        await window.Page.Locator("svg.sheet, .text-sheet").First.WaitForAsync();
    }

    [Fact]
    public async Task Conversation_is_renamed_and_deleted()
    {
        await using var window = await OpenAsync("renamer");
        var page = window.Page;
        await AskAsync(page, ReadDocuments.Question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename this conversation" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Re-entry for arrears");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".conversations li.active")).ToContainTextAsync("Re-entry for arrears");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Re-entry for arrears");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete this conversation" }).ClickAsync();
        await window.AssertAccessibleAsync("ask-delete");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".conversations li")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Conversation_of_another_person_cannot_be_opened_and_the_way_back_works()
    {
        await using var owner = await OpenAsync("owner");
        await AskAsync(owner.Page, ReadDocuments.Question);
        await using var other = await OpenAsync("other");
        await other.GoAsync(new Uri(owner.Page.Url).AbsolutePath);
        await Assertions.Expect(other.Page.GetByText("There is no such conversation.")).ToBeVisibleAsync();
        Assert.DoesNotContain("21 days", await other.Page.ContentAsync(), StringComparison.Ordinal);
        await other.Page.GetByRole(AriaRole.Link, new() { Name = "To the first page" }).ClickAsync();
        await Assertions.Expect(other.Page.GetByLabel("Question", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Conversation_whose_collections_were_closed_says_so_instead_of_being_empty()
    {
        var person = await documents.AddReaderAsync(portal, "closed");
        await using var window = await chromium.OpenAsync(portal.Address);
        await window.SignInAsync(person.UserName, person.Password);
        await AskAsync(window.Page, ReadDocuments.Question);
        await portal.Database.OwnerAsync<Guid>($"delete from grants where user_id = '{person.PersonId}' returning id");
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "The answers of this conversation are closed" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Choice_of_collections_is_in_the_address()
    {
        await using var window = await OpenAsync("chooser");
        var collection = await documents.CollectionAsync(portal);
        await window.Page.GetByText("All collections").ClickAsync();
        await window.Page.GetByLabel("Read documents").CheckAsync();
        await Assertions.Expect(window.Page.Locator(".where > summary")).ToHaveTextAsync("Read documents");
        Assert.EndsWith($"/?collection={collection}", window.Page.Url, StringComparison.Ordinal);
        await window.Page.ReloadAsync();
        await window.LiveAsync();
        await Assertions.Expect(window.Page.Locator(".where > summary")).ToHaveTextAsync("Read documents");
    }

    [Fact]
    public async Task Conversations_are_reached_on_a_narrow_screen()
    {
        await using var window = await OpenAsync("narrow");
        var page = window.Page;
        await page.SetViewportSizeAsync(390, 800);
        await AskAsync(page, ReadDocuments.Question);
        await Assertions.Expect(page.Locator(".conversations")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Conversations" }).ClickAsync();
        await window.AssertAccessibleAsync("ask-list-390");
        await page.GetByRole(AriaRole.Link, new() { Name = "New question" }).ClickAsync();
        await Assertions.Expect(page.Locator(".conversations")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Question_that_is_refused_stays_in_its_box()
    {
        var person = await documents.AddReaderAsync(portal, "refused");
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(person.UserName, person.Password);
        var page = window.Page;
        await page.GetByLabel("Question", new() { Exact = true }).WaitForAsync();
        await portal.Database.OwnerAsync<Guid>($"delete from grants where user_id = '{person.PersonId}' returning id");
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(ReadDocuments.Question);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no collection that you may read.");
        await Assertions.Expect(page.GetByLabel("Question", new() { Exact = true })).ToHaveValueAsync(ReadDocuments.Question);
        await window.AssertAccessibleAsync("ask-refused");
    }

    [Fact]
    public async Task Answer_is_copied_with_its_sources_and_rated_with_a_comment()
    {
        await using var window = await OpenAsync("rater");
        var page = window.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await AskAsync(page, ReadDocuments.Question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the answer with its sources" }).ClickAsync();
        await page.GetByText("Copied").WaitForAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith(ReadDocuments.Question, copied, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\[1\] commercial-lease, page \d", copied);

        await page.GetByRole(AriaRole.Button, new() { Name = "This did not help" }).ClickAsync();
        await page.GetByLabel("What was wrong or missing?").FillAsync("Too short.");
        await window.AssertAccessibleAsync("ask-rating");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "This did not help" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.GetByLabel("What was wrong or missing?")).ToHaveCountAsync(0);
        var id = new Uri(page.Url).Segments[^1];
        Assert.Equal("-1 Too short.", await portal.Database.OwnerAsync<string>($"select rating || ' ' || rating_comment from answers where conversation_id = '{id}'"));
    }

    private async Task<BrowserWindow> OpenAsync(string name, ColorScheme scheme = ColorScheme.Light)
    {
        var person = await documents.AddReaderAsync(portal, name);
        var window = await chromium.OpenAsync(portal, scheme);
        await window.SignInAsync(person.UserName, person.Password);
        return window;
    }

    private static async Task AskAsync(IPage page, string question, string until = ".cite")
    {
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(until).First.WaitForAsync();
        await page.AtAsync("**/conversations/*");
    }
}
