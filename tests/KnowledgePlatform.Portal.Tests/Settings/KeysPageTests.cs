using System.Net;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Settings;

public sealed class KeysPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Key_made_on_the_page_works_by_rest_until_it_is_revoked(ColorScheme scheme)
    {
        var person = await portal.AddPersonAsync("keeper");
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/settings/keys");
        await window.AssertAccessibleAsync($"keys-none-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("What is it for?").FillAsync("Nightly export");
        await Assertions.Expect(page.GetByLabel("admin")).ToHaveCountAsync(0);
        await window.AssertAccessibleAsync($"keys-new-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var secret = await page.Locator("dialog[open] .secret code").InnerTextAsync();
        Assert.StartsWith("kp_", secret, StringComparison.Ordinal);
        await window.AssertAccessibleAsync($"keys-secret-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Assertions.Expect(page.Locator(".secret")).ToHaveCountAsync(0);
        using var program = new HttpClient { BaseAddress = portal.Address, DefaultRequestHeaders = { Authorization = new("Bearer", secret) } };
        using var read = await program.GetAsync("/api/v1/collections", Token);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var write = await program.DeleteAsync($"/api/v1/collections/{Guid.NewGuid()}", Token);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await window.AssertAccessibleAsync($"keys-{scheme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key Nightly export" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("td .tag")).ToHaveTextAsync("Revoked");
        using var refused = await program.GetAsync("/api/v1/collections", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
