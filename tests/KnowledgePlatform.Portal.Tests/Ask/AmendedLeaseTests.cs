using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>A lease, an amendment that says no more of a clause than its number and two words, and a table of what is paid.</summary>
public sealed class AmendedLeaseTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Lease = """
        # Lease Agreement
        This Lease Agreement is made on 12 February 2024 between Hartmann Immobilien GmbH ("Landlord") and Brightwater Dental Ltd ("Tenant").

        ## 1. Premises
        1.1 The Landlord lets to the Tenant the second floor of the building at 18 Quay Street, Bristol.

        ## 7. Termination
        7.2 Either party may terminate this lease by giving six months written notice to the end of a calendar quarter.
        """;

    private const string Amendment = """
        # Amendment No. 1 to the Lease Agreement
        This Amendment is made on 15 November 2025 between Hartmann Immobilien GmbH ("Landlord") and Brightwater Dental Ltd ("Tenant") about 18 Quay Street, Bristol.

        ## 1. Signatures
        This Amendment may be signed in counterparts.

        ## 2. Notice
        In clause 7.2 of the Lease the words "six months" are replaced by "nine months".
        """;

    private const string Invoices = "Invoice,Client,Day,Paid\n2025-001,Brightwater Dental Ltd,15.01.2025,yes\n2025-002,Okonjo & Partners LLP,03.02.2025,no\n";

    [Fact]
    public async Task Amended_term_is_shown_beside_its_amendment_and_a_row_under_the_heads_of_its_columns()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        await archive.PublishAsync(program, "Lease Brightwater.md", Lease);
        await archive.PublishAsync(program, "Amendment No 1.md", Amendment);
        await archive.PublishAsync(program, "invoices.csv", Invoices);

        await using var window = await chromium.OpenAsync(portal);
        var page = window.Page;
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync("How many months notice terminate the Brightwater lease?");
        await page.Keyboard.PressAsync("Enter");
        var sides = page.GetByRole(AriaRole.Region, new() { Name = "These passages differ" }).Locator(".conflict-side");
        await Assertions.Expect(sides).ToHaveCountAsync(2);
        await Assertions.Expect(sides.Filter(new() { HasText = "Amendment No 1" }).Locator("mark").First).ToHaveTextAsync("nine months");
        await Assertions.Expect(sides.Filter(new() { HasText = "Amendment No 1" }).Locator(".tag")).ToContainTextAsync("Amends");
        await Assertions.Expect(sides.Filter(new() { HasText = "Lease Brightwater" }).Locator("mark").First).ToHaveTextAsync("six months");

        await page.GetByLabel("Question", new() { Exact = true }).FillAsync("Has Okonjo & Partners paid its invoice 2025-002?");
        await page.Keyboard.PressAsync("Enter");
        var row = page.Locator(".turn").Nth(1).Locator(".quoted-row", new() { HasText = "Okonjo" });
        await Assertions.Expect(row.Locator("div", new() { HasText = "Paid" }).Locator("dd")).ToHaveTextAsync("no");
        await window.AssertAccessibleAsync("ask-row");
        await page.SetViewportSizeAsync(390, 844);
        await window.AssertAccessibleAsync("ask-row-390");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
