using System.Net;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Hosting;

/// <summary>What people and programs are told while the database is away, and after.</summary>
public sealed class DatabaseOutageTests(RunningPortal shared, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private DatabaseLine _line = null!;
    private WebApplication _portal = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => new(_portal.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _line = new DatabaseLine(shared.Database.Options.App);
        _portal = Program.Build(
            [.. shared.Arguments, $"--Database:App={_line.Connection}", "--Hosting:Worker=false", "--SignIn:RevalidateSeconds=600"]);
        await _portal.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        _line.Dispose();
    }

    [Fact]
    public async Task Browser_gets_a_page_about_it_and_a_program_a_problem_until_the_database_is_back()
    {
        var person = await shared.AddPersonAsync("outage");
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        _line.Cut();

        using var page = await visitor.Http.GetAsync("/collections", Token);
        var text = await page.Content.ReadAsStringAsync(Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("The database does not answer", text, StringComparison.Ordinal);
        Assert.Matches("<code>00-[0-9a-f]{32}-", text);
        using var problem = await visitor.Http.GetAsync("/api/v1/collections", Token);
        await Archive.AssertProblemAsync(problem, HttpStatusCode.ServiceUnavailable, "database_unavailable");

        _line.Restore();
        using var back = await visitor.Http.GetAsync("/collections", Token);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Click_meanwhile_is_answered_in_words_and_works_afterwards()
    {
        var archive = await Archive.OpenAsync(shared);
        await using var window = await chromium.OpenAsync(Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/collections/{archive.Id}/access");
        var role = window.Page.GetByLabel($"What {archive.Manager.UserName} may do");
        await role.WaitForAsync();
        _line.Cut();
        await role.SelectOptionAsync("Reader");
        await Assertions.Expect(window.Page.Locator(".notice")).ToContainTextAsync("The database does not answer just now");

        _line.Restore();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Documents", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Drop files or folders here")).ToBeVisibleAsync();
    }
}
