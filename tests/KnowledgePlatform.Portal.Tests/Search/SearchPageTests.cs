using System.Web;
using KnowledgePlatform.Core.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Search;

/// <summary>Searching in a browser: what a person sees, and what the address keeps.</summary>
public sealed class SearchPageTests(RunningPortal portal, Chromium chromium, FiledLetters letters) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Type: E-mail: remove this filter" }).WaitForAsync();
        await window.AssertAccessibleAsync($"search-filtered-{scheme}-{width}");
        Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

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
        await window.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Words or a question" }).FillAsync(words);
        await window.Page.Keyboard.PressAsync("Enter");
    }

    private static ILocator Results(BrowserWindow window) => window.Page.Locator(".result");
}
