using KnowledgePlatform.Core.Access;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Layout;

/// <summary>Enter twice, or a double-click, does what one does.</summary>
public sealed class SentTwiceTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Enter_pressed_twice_makes_one_collection()
    {
        var person = await portal.AddPersonAsync("twice");
        await using var window = await OpenAsync(person, "/collections");
        var page = window.Page;
        var name = "Twice " + Guid.NewGuid().ToString("N")[..8];
        await page.GetByRole(AriaRole.Button, new() { Name = "New collection" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.EvaluateAsync("document.sent = 0; document.addEventListener('submit', () => document.sent++)");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name);
        Assert.Equal(1, await page.EvaluateAsync<int>("document.sent"));
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>($"select count(*) from collections where name = '{name}'"));
    }

    [Fact]
    public async Task Double_click_makes_one_key_and_shows_its_secret()
    {
        var person = await portal.AddPersonAsync("twice");
        await using var window = await OpenAsync(person, "/settings/keys");
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("What is it for?").FillAsync("Export");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).DblClickAsync();
        Assert.StartsWith("kp_", await page.Locator("dialog[open] .secret code").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>($"select count(*) from api_keys where user_id = '{person.PersonId}'"));
    }

    [Theory]
    [InlineData("/collections", "New collection", "Name", "collections where created_by")]
    [InlineData("/settings/keys", "New key", "What is it for?", "api_keys where user_id")]
    public async Task Server_makes_one_though_the_browser_sends_two(string address, string start, string field, string made)
    {
        var person = await portal.AddPersonAsync("twice");
        await using var window = await OpenAsync(person, address);
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = start }).ClickAsync();
        await page.GetByLabel(field, new() { Exact = true }).FillAsync("Twice " + Guid.NewGuid().ToString("N")[..8]);
        // A change in between: the script lets the second through.
        await page.EvaluateAsync(
            """
            document.activeElement.blur();
            const form = document.querySelector('dialog[open] form');
            form.requestSubmit();
            form.querySelector('input').dispatchEvent(new Event('input', { bubbles: true }));
            form.requestSubmit();
            """);
        await page.Locator(address == "/collections" ? ".dropzone[data-ready]" : "dialog[open] .secret").WaitForAsync();
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>($"select count(*) from {made} = '{person.PersonId}'"));
    }

    private async Task<BrowserWindow> OpenAsync(FreshPassword person, string address)
    {
        var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync(address);
        return window;
    }
}
