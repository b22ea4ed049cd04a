using System.Web;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Search;

/// <summary>Searching in a browser: what a person sees, and what the address keeps.</summary>
public sealed class SearchPageTests(RunningPortal portal, Chromium chromium, FiledLetters letters) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 1360)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Page_has_no_serious_barrier_and_fits_the_screen(ColorScheme scheme, int width)
    {
        await using var window = await OpenAsync(scheme, width);
        await window.GoAsync("/search");
        await window.Page.GetByText("What are you looking for?").WaitForAsync();
        await window.AssertAccessibleAsync($"search-empty-{scheme}-{width}");
        await SearchAsync(window, "payments of invoices");
        await Results(window).First.WaitForAsync();
        await window.AssertAccessibleAsync($"search-found-{scheme}-{width}");
        if (width < 1000)
        {
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).ClickAsync();
        }

        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "E-mail" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter Type: E-mail" }).WaitForAsync();
        await ShowsAsync(window, "2 passages in 2 documents");
        await window.AssertAccessibleAsync($"search-filtered-{scheme}-{width}");
        Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Search_says_how_much_it_found_marks_the_words_also_inflected_and_opens_the_passage_highlighted()
    {
        var filed = await letters.FileAsync(portal);
        await using var window = await OpenAsync();
        await window.GoAsync("/search");
        await SearchAsync(window, "invoices unpaid, \"surgical gloves\"");
        await window.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 passage in 1 document" }).WaitForAsync();
        Assert.Equal(["surgical", "gloves", "invoice"], await Results(window).Locator("mark").AllInnerTextsAsync());
        await Results(window).GetByRole(AriaRole.Link, new() { Name = "reminder" }).ClickAsync();
        await window.Page.AtAsync($"**/documents/{filed.Mail}/view?*");
        var cited = window.Page.Locator("mark.hl").First;
        await cited.WaitForAsync();
        Assert.True(await cited.EvaluateAsync<bool>("mark => { const box = mark.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"));
        await window.Page.GoBackAsync();
        await Results(window).First.WaitForAsync();
        Assert.Equal("invoices unpaid, \"surgical gloves\"", await Box(window).InputValueAsync());
    }

    [Fact]
    public async Task Words_in_quotes_that_no_passage_has_are_searched_without_the_quotes_by_a_click()
    {
        await letters.FileAsync(portal);
        await using var window = await OpenAsync();
        await window.GoAsync("/search");
        await SearchAsync(window, "\"gloves surgical\" -reminders invoices");
        await window.Page.GetByText("must be in a passage word for word").WaitForAsync();
        await window.AssertAccessibleAsync("search-literal");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Search without quotes and minus" }).ClickAsync();
        await Results(window).First.WaitForAsync();
        Assert.Equal("gloves surgical reminders invoices", await Box(window).InputValueAsync());
        await window.UntilAsync("document.activeElement.className === 'search-count'");
    }

    [Fact]
    public async Task Filters_stand_in_the_address_can_be_removed_and_back_undoes_each()
    {
        await using var window = await OpenAsync();
        await window.GoAsync("/search?q=payment&type=mail&from=2024-01-01&language=en");
        await ShowsAsync(window, "1 passage in 1 document");
        var chips = window.Page.GetByRole(AriaRole.List, new() { Name = "Filters in use" });
        Assert.Equal(["Type: E-mail", "Language: English", "From 1 Jan 2024", "Remove all filters"], (await chips.GetByRole(AriaRole.Listitem).AllInnerTextsAsync()).Select(text => text.Replace("Remove the filter", "", StringComparison.Ordinal).Trim()));
        await chips.GetByRole(AriaRole.Button, new() { Name = "Remove the filter From 1 Jan 2024" }).ClickAsync();
        await ShowsAsync(window, "2 passages in 2 documents");
        Assert.Equal("/search?q=payment&type=mail&language=en", new Uri(window.Page.Url).PathAndQuery);
        // The button is gone; the focus is on what it changed.
        await window.UntilAsync("document.activeElement.className === 'search-count'");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Ben Okafor" }).ClickAsync();
        await ShowsAsync(window, "1 passage in 1 document");
        Assert.Equal("Ben Okafor", HttpUtility.ParseQueryString(new Uri(window.Page.Url).Query)["author"]);
        await window.Page.GoBackAsync();
        await ShowsAsync(window, "2 passages in 2 documents");
        Assert.False(await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Ben Okafor" }).IsCheckedAsync());
        await window.Page.GetByLabel("Until").FillAsync("2019-12-31");
        await ShowsAsync(window, "1 passage in 1 document");
        Assert.Equal("terms", await Results(window).Locator("h3").InnerTextAsync());
        await chips.GetByRole(AriaRole.Button, new() { Name = "Remove all filters" }).ClickAsync();
        await window.UntilAsync("location.search === '?q=payment'");
    }

    [Fact]
    public async Task More_results_are_shown_with_the_focus_on_the_first_of_them_and_sorting_orders_all()
    {
        await using var window = await OpenAsync();
        await window.GoAsync("/search?q=payment");
        await Results(window).First.WaitForAsync();
        Assert.Equal(10, await Results(window).CountAsync());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Results(window).Nth(10).WaitForAsync();
        await window.UntilAsync("document.activeElement.closest('.result') === document.querySelectorAll('.result')[10]");
        await window.Page.GetByLabel("Sort").SelectOptionAsync("oldest");
        await window.UntilAsync("location.search === '?q=payment&sort=oldest'");
        await Results(window).First.Filter(new() { HasText = "5 Jun 2019" }).WaitForAsync();
        await window.Page.GetByLabel("Sort").SelectOptionAsync("newest");
        await Results(window).First.Filter(new() { HasNotText = "2019" }).WaitForAsync();
    }

    [Fact]
    public async Task What_is_wrong_or_missing_is_said_where_results_would_stand()
    {
        await using var window = await OpenAsync();
        await window.GoAsync("/search?q=payment&from=2026-01-02&to=2026-01-01");
        await window.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The first day, 2026-01-02, is after the last" }).WaitForAsync();
        await window.AssertAccessibleAsync("search-refused");
        await window.GoAsync("/search?q=payment&tag=nobody+gave+it");
        await window.Page.GetByText("No passage fits").WaitForAsync();
        await window.AssertAccessibleAsync("search-nothing");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Search without filters" }).ClickAsync();
        await Results(window).First.WaitForAsync();
    }

    [Fact]
    public async Task Text_of_documents_stays_text()
    {
        var archive = await Archive.OpenAsync(portal);
        using var own = await archive.ProgramAsync();
        await archive.PublishAsync(own, "mail.eml", FiledLetters.Mail("\"<b>Mallory</b>\" <m@example.org>", "Mon, 04 Mar 2024 09:00:00 +0000", "x", "The <img src=x onerror=alert(1)> hostile payment is <mark>due</mark>."));
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync("/search?q=" + Uri.EscapeDataString("<img onerror> hostile payment"));
        await Results(window).First.WaitForAsync();
        Assert.Contains("<img src=x onerror=alert(1)>", await Results(window).First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("<b>Mallory</b>", await Results(window).First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await window.Page.Locator(".result img, .result b, .filter-group b").CountAsync());
    }

    [Fact]
    public async Task Tags_are_given_on_the_page_of_the_document_and_offered_as_a_filter()
    {
        var filed = await letters.FileAsync(portal);
        var tag = "tag " + Guid.NewGuid().ToString("N")[..6];
        await using var window = await OpenAsync(role: CollectionRole.Contributor);
        await window.GoAsync($"/documents/{filed.Note}");
        await window.Page.GetByLabel("Another tag").FillAsync(tag);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add tag" }).ClickAsync();
        var chip = window.Page.GetByRole(AriaRole.Button, new() { Name = "Take away the tag " + tag });
        await chip.WaitForAsync();
        await window.Page.GetByLabel("Another tag").ScrollIntoViewIfNeededAsync();
        await window.AssertAccessibleAsync("document-tags");
        await window.GoAsync("/search?q=payment");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = tag }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "in 1 document" }).WaitForAsync();

        await using var reader = await OpenAsync();
        await reader.GoAsync($"/documents/{filed.Note}");
        await reader.Page.GetByText(tag).WaitForAsync();
        Assert.Equal(0, await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Add tag" }).CountAsync());

        await window.GoAsync($"/documents/{filed.Note}");
        await chip.ClickAsync();
        await chip.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static Task ShowsAsync(BrowserWindow window, string count) => window.Page.GetByRole(AriaRole.Status).GetByText(count, new() { Exact = true }).WaitForAsync();

    private static ILocator Box(BrowserWindow window) => window.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Words or a question" });

    private async Task<BrowserWindow> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1360, CollectionRole role = CollectionRole.Reader)
    {
        var filed = await letters.FileAsync(portal);
        var person = await filed.Archive.AddPersonAsync(role);
        var window = await chromium.OpenAsync(portal, scheme);
        await window.Page.SetViewportSizeAsync(width, 850);
        await window.SignInAsync(person.UserName, person.Password);
        return window;
    }

    private static async Task SearchAsync(BrowserWindow window, string words)
    {
        await Box(window).FillAsync(words);
        await window.Page.Keyboard.PressAsync("Enter");
    }

    private static ILocator Results(BrowserWindow window) => window.Page.Locator(".result");
}
