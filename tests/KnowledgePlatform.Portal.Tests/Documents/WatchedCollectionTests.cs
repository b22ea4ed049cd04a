using KnowledgePlatform.Core.Access;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>What an open page of a collection shows while things change behind it.</summary>
public sealed class WatchedCollectionTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Progress_is_shown_while_documents_are_read_and_what_failed_is_a_link()
    {
        var archive = await HalfReadAsync();
        await using var window = await OpenAsync(portal.Address, archive.Manager, $"/collections/{archive.Id}");
        var page = window.Page;
        var progress = page.GetByRole(AriaRole.Progressbar, new() { Name = "Documents published" });
        await Assertions.Expect(progress).ToHaveJSPropertyAsync("position", 1.0 / 3);
        await Assertions.Expect(page.GetByText("1 of 3 published").Last).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("documents-progress");

        await page.GetByRole(AriaRole.Link, new() { Name = "1 could not be read" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.EndsWith("?state=failed", page.Url);
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("Enter its password on the document's page, or upload a version without password.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToHaveCountAsync(0);

        await PublishAsync(archive);
        await Assertions.Expect(progress).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "1 could not be read" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Watched_page_goes_from_the_screen_when_access_is_taken()
    {
        var archive = await HalfReadAsync();
        await using var window = await OpenAsync(portal.Address, archive.Manager, $"/collections/{archive.Id}");
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(3);
        await portal.Database.OwnerAsync<Guid>($"delete from grants where collection_id = '{archive.Id}' returning id");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no such collection, or it is not open to you.");
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Click_of_a_person_who_lost_access_meanwhile_is_refused_in_words()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(portal.Address, archive.Manager, $"/collections/{archive.Id}/access");
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = "Take away" });
        await button.ClickAsync();
        var sure = window.Page.GetByRole(AriaRole.Button, new() { Name = "Take the access away" });
        await sure.WaitForAsync();
        await portal.Database.OwnerAsync<Guid>($"delete from grants where collection_id = '{archive.Id}' returning id");
        await sure.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no such collection, or it is not open to you.");
    }

    [Fact]
    public async Task Page_goes_on_watching_when_the_database_was_away()
    {
        var archive = await HalfReadAsync();
        // A portal of its own, so that only its connections are cut; what checks sign-ins meanwhile is not the matter here.
        await using var own = Program.Build(
            [.. portal.Arguments, $"--Database:App={portal.Database.Options.App};Application Name=watching", "--Hosting:Worker=false", "--SignIn:RevalidateSeconds=600"]);
        await own.StartAsync(TestContext.Current.CancellationToken);
        await using (var window = await OpenAsync(new Uri(own.Urls.Single()), archive.Manager, $"/collections/{archive.Id}"))
        {
            await Assertions.Expect(window.Page.Locator("td .tag-good")).ToHaveCountAsync(1);
            Assert.NotEqual(0L, await portal.Database.OwnerAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'watching'"));
            await PublishAsync(archive);
            await Assertions.Expect(window.Page.Locator("td .tag-good")).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        }

        await own.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Role_can_be_read_and_chosen_on_a_telephone()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(portal.Address, archive.Manager, $"/collections/{archive.Id}/access");
        await window.Page.SetViewportSizeAsync(390, 844);
        var role = window.Page.GetByLabel($"What {archive.Manager.UserName} may do");
        Assert.InRange((await role.BoundingBoxAsync())!.Width, 150, 390);
        Assert.True(await window.Page.EvaluateAsync<bool>("(wrap => wrap.scrollWidth <= wrap.clientWidth)(document.querySelector('.table-wrap'))"));
        await window.AssertAccessibleAsync("access-390");
    }

    // One that is published, one that waits for longer than the test, one with a password.
    private async Task<Archive> HalfReadAsync()
    {
        var archive = await Archive.OpenAsync(portal);
        await portal.Database.OwnerAsync<long>(
            $"""
            with made as (insert into documents (collection_id, title) select '{archive.Id}', state from unnest(array['published', 'received', 'failed']) state returning id, title)
            , versions as (
                insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, next_attempt_at, reason_code, reason)
                select id, '{archive.Id}', 1, title || '.pdf', sha256(id::text::bytea), 1000, title, now() + interval '1 hour',
                       case when title = 'failed' then 'password_required' end, case when title = 'failed' then 'The PDF is protected with a password.' end
                from made returning id)
            select count(*) from versions
            """);
        return archive;
    }

    private Task PublishAsync(Archive archive) => portal.Database.OwnerAsync<Guid>(
        $"update document_versions set state = 'published' where collection_id = '{archive.Id}' and state = 'received' returning id");

    private async Task<BrowserWindow> OpenAsync(Uri address, FreshPassword person, string page)
    {
        var window = await chromium.OpenAsync(address);
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync(page);
        return window;
    }
}
