using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Audit;

public sealed class AuditPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Administrator_reads_filters_and_pages_the_events(ColorScheme scheme)
    {
        var log = portal.Part<AuditLog>();
        var action = "test.paging_" + scheme.ToString().ToLowerInvariant();
        for (var i = 1; i <= 51; i++)
        {
            await log.AddAsync(portal.Administrator, action, null, new { step = i }, TestContext.Current.CancellationToken);
        }

        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync("/audit");
        await page.GetByText("The chain is whole").WaitForAsync();
        await window.AssertAccessibleAsync($"audit-{scheme}");
        await page.GetByLabel("Action").SelectOptionAsync(action);
        // The list of all events has as many rows: those of the chosen action are waited for.
        await Assertions.Expect(page.Locator("tbody tr").Filter(new() { HasText = action })).ToHaveCountAsync(50);
        await Assertions.Expect(page.Locator("tbody tr").First.Locator(".audit-detail").First).ToContainTextAsync("51");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".audit-detail")).ToContainTextAsync("step");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task Events_are_read_on_a_telephone_without_scrolling_sideways()
    {
        await portal.Part<AuditLog>().AddAsync(
            portal.Administrator, "test.narrow", null, new { question = "After how many days of unpaid Rent may the Landlord re-enter the Property?", sha256 = new string('a', 64) },
            TestContext.Current.CancellationToken);
        await using var window = await chromium.OpenAsync(portal);
        await window.Page.SetViewportSizeAsync(390, 844);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync("/audit?action=test.narrow");
        var row = window.Page.Locator("tbody tr").First;
        await Assertions.Expect(row).ToContainTextAsync("unpaid Rent");
        Assert.True(await window.Page.EvaluateAsync<bool>("(wrap => wrap.scrollWidth <= wrap.clientWidth)(document.querySelector('.table-wrap'))"));
        await window.AssertAccessibleAsync("audit-390");
    }

    [Fact]
    public async Task Ordinary_person_does_not_see_the_audit_page()
    {
        var person = await portal.AddPersonAsync("curious");
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(person.UserName, person.Password);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" })).ToHaveCountAsync(0);
        await window.Page.GotoAsync("/audit");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "This page is not open to you" })).ToBeVisibleAsync();
    }
}
