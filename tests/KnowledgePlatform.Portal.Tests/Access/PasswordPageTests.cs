using System.Net;
using KnowledgePlatform.Core.Access;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Access;

public sealed class PasswordPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Own = "heron kettle under the stairs";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Password_of_an_administrator_opens_nothing_until_it_is_changed(ColorScheme scheme)
    {
        var person = await portal.AddPersonAsync("newcomer", given: true);
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await page.GotoAsync("/account/sign-in?returnUrl=%2Fsettings");
        await page.GetByLabel("User name").FillAsync(person.UserName);
        await page.GetByLabel("Password").FillAsync(person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Choose your own password" }).WaitForAsync();
        await window.AssertAccessibleAsync($"password-given-{scheme}");
        await page.GotoAsync("/collections");
        await page.AtAsync("**/account/password**");

        await ChangeAsync(page, "not the password at all", Own, Own);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The present password is not right.");
        await ChangeAsync(page, person.Password, "short", "short");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("12 characters");
        await ChangeAsync(page, person.Password, Own, "another one altogether");
        await Assertions.Expect(page.GetByText("The two new passwords differ.")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync($"password-refused-{scheme}");
        await ChangeAsync(page, person.Password, Own, Own);
        await page.AtAsync("**/collections");
        await window.LiveAsync();

        using var visitor = new Visitor(portal);
        using var old = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using var fresh = await visitor.SignInAsync(person.UserName, Own);
        Assert.Equal(HttpStatusCode.Redirect, fresh.StatusCode);
    }

    [Fact]
    public async Task Reset_by_an_administrator_asks_for_a_new_password_again()
    {
        var person = await portal.AddPersonAsync("reset");
        var fresh = await portal.Part<PeopleStore>().ResetPasswordAsync(portal.Administrator, person.PersonId, Token);
        using var visitor = new Visitor(portal);
        using var signedIn = await visitor.SignInAsync(person.UserName, fresh.Password);
        using var page = await visitor.Http.GetAsync("/settings", Token);
        Assert.Equal("/account/password?returnUrl=%2Fsettings", page.Headers.Location!.OriginalString);
        using var api = await visitor.Http.GetAsync("/api/v1/collections", Token);
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
    }

    [Fact]
    public async Task Account_page_changes_the_name_and_signs_other_sessions_out()
    {
        var person = await portal.AddPersonAsync("named");
        await using var elsewhere = await chromium.OpenAsync(portal);
        await elsewhere.SignInAsync(person.UserName, person.Password);
        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await page.GotoAsync("/settings/account");
        await window.AssertAccessibleAsync("account");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name to show" }).FillAsync("Rosalind Achterberg");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The name is saved.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".person-name")).ToHaveTextAsync("Rosalind Achterberg");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere else" }).ClickAsync();
        await Assertions.Expect(page.GetByText("All other sessions have ended")).ToBeVisibleAsync();
        await elsewhere.Page.AtAsync("**/account/sign-in**");
        await window.GoAsync("/settings");
    }

    private static async Task ChangeAsync(IPage page, string present, string wanted, string again)
    {
        await page.GetByLabel("Present password").FillAsync(present);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(wanted);
        await page.GetByLabel("New password again").FillAsync(again);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();
    }
}
