using KnowledgePlatform.Core.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class CollectionPageTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Collection_is_made_filled_by_drop_and_by_button_and_watched_until_all_is_read(ColorScheme scheme)
    {
        var person = await portal.AddPersonAsync("filling");
        await using var window = await chromium.OpenAsync(portal, scheme);
        var page = window.Page;
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync("/collections");
        await page.GetByRole(AriaRole.Button, new() { Name = "New collection" }).ClickAsync();
        var name = $"Matter {scheme} {Guid.NewGuid():N}"[..24];
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the collection" }).ClickAsync();
        await page.GetByText("Drop files or folders here").WaitForAsync();

        using var folder = new DroppedFolder();
        folder.Copy("leave-policy.docx");
        folder.Copy("laboratory-report.pdf", "inner");
        folder.Write("broken.pdf", "%PDF-1.7 and nothing behind it");
        folder.Write(".DS_Store", "no document");
        await page.Locator(".dropzone[data-ready]").WaitForAsync();
        await DropAsync(page, folder.Path);
        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("medication-policy.pdf")]);
        var bar = page.GetByRole(AriaRole.Progressbar, new() { Name = "Upload of medication-policy.pdf" });
        await Assertions.Expect(bar).ToHaveAttributeAsync("aria-valuenow", "100");
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("4 of 4 uploaded");
        await Assertions.Expect(page.Locator("td .tag-good")).ToHaveCountAsync(3, new() { Timeout = 90_000 });
        await Assertions.Expect(page.Locator("tr", new() { HasText = "broken.pdf" })).ToContainTextAsync("Could not be read");
        await window.AssertAccessibleAsync($"documents-collection-{scheme}");

        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("medication-policy.pdf")]);
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("4 of 5 uploaded, 1 already there");

        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("failed");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.EndsWith("?state=failed", page.Url);
        await page.ReloadAsync();
        await window.LiveAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        // What is damaged stays damaged; what took too long may have met a busy machine.
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Upload a version that opens in its own program.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry broken" })).ToHaveCountAsync(0);
        await portal.Database.OwnerAsync<Guid>($"update document_versions set reason_code = 'timed_out' where id = (select id from document_versions where state = 'failed' and file_name = 'broken.pdf' and collection_id = '{page.Url.Split('/', '?')[4]}') returning id");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry broken" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Upload a version that opens in its own program.", new() { Timeout = 60_000 });

        await window.GoAsync("/collections");
        await page.GetByRole(AriaRole.Link, new() { Name = name }).WaitForAsync();
        await window.AssertAccessibleAsync($"documents-collections-{scheme}");
    }

    [Fact]
    public async Task Upload_on_its_way_can_be_cancelled_and_too_large_a_file_is_not_even_sent()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive.Manager, $"/collections/{archive.Id}");
        var page = window.Page;
        // Never answered, as on a line that hangs.
        await page.RouteAsync("**/documents?name=*", _ => Task.CompletedTask);
        await page.Locator("input[type=file]").SetInputFilesAsync([Archive.Sample("leave-policy.docx"), Archive.Sample("medication-policy.pdf")]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the upload of leave-policy.docx" }).ClickAsync();
        await Assertions.Expect(page.Locator(".upload-row", new() { HasText = "leave-policy.docx" })).ToContainTextAsync("Cancelled");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel all" }).ClickAsync();
        await Assertions.Expect(page.Locator(".uploads-words")).ToHaveTextAsync("0 of 2 uploaded, 2 not uploaded");

        await page.EvaluateAsync(
            """
            const file = new File(['x'], 'huge.pdf');
            Object.defineProperty(file, 'size', { value: 500000001 });
            document.querySelector('.dropzone').ondrop({ preventDefault() {}, dataTransfer: { items: [{ kind: 'file', getAsFile: () => file }] } });
            """);
        await Assertions.Expect(page.Locator(".upload-row", new() { HasText = "huge.pdf" })).ToContainTextAsync("Larger than 500 MB, the limit for one file.");
        Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from documents where collection_id = '{archive.Id}'"));
        await window.AssertAccessibleAsync("documents-upload-failed");
    }

    [Fact]
    public async Task Reader_sees_the_documents_and_no_way_to_change_them()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        await archive.PublishAsync(program, "a.txt", "The rent is due.");
        await using var window = await OpenAsync(await archive.AddPersonAsync(CollectionRole.Reader), $"/collections/{archive.Id}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "a", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "How it was taken in" }).WaitForAsync();
        foreach (var address in new[] { window.Page.Url, $"/collections/{archive.Id}", $"/collections/{archive.Id}/access" })
        {
            await window.GoAsync(address);
            await window.Page.Locator(".page-head").WaitForAsync();
            Assert.Equal(0, await window.Page.Locator("input[type=file], main button:not(.btn-quiet)").CountAsync());
        }
    }

    [Fact]
    public async Task Stranger_is_told_no_more_than_of_a_collection_that_is_not_there()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "secret-matter.txt", "The rent is due.");
        await using var window = await OpenAsync(await archive.AddPersonAsync(null), "/collections");
        Assert.Equal(await TextAsync(window, $"/collections/{Guid.NewGuid()}"), await TextAsync(window, $"/collections/{archive.Id}"));
        Assert.Equal(await TextAsync(window, $"/documents/{Guid.NewGuid()}"), await TextAsync(window, $"/documents/{document}"));
        Assert.Equal(await TextAsync(window, $"/documents/{Guid.NewGuid()}/view"), await TextAsync(window, $"/documents/{document}/view?version={version}"));
    }

    [Fact]
    public async Task Ten_thousand_documents_are_paged_and_found_by_name()
    {
        var archive = await Archive.OpenAsync(portal);
        await portal.Database.OwnerAsync<long>(
            $"""
            with made as (
                insert into documents (collection_id, title, created_at)
                select '{archive.Id}', 'Exhibit ' || n, now() - n * interval '1 minute' from generate_series(1, 10000) n returning id, title)
            , versions as (
                insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state)
                select id, '{archive.Id}', 1, replace(lower(title), ' ', '-') || '.pdf', sha256(id::text::bytea), 1000, 'published' from made returning id)
            select count(*) from versions
            """);
        // As autovacuum does within a minute, which a collection of this size takes to come in by far.
        await portal.Database.OwnerAsync<string>("analyze documents, document_versions; select 'done'");
        await using var window = await OpenAsync(archive.Manager, $"/collections/{archive.Id}");
        var page = window.Page;
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody th").First).ToContainTextAsync("Exhibit 101");
        await window.GoAsync($"/collections/{archive.Id}?page=99");
        await Assertions.Expect(page.Locator("tbody th").Last).ToContainTextAsync("Exhibit 10000");
        // Found while it is typed: nothing has to be pressed, and nothing typed is lost to what was found meanwhile.
        await page.GetByLabel("Find by name").PressSequentiallyAsync("EXHIBIT-4711", new() { Delay = 150 });
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tbody th")).ToContainTextAsync("Exhibit 4711");
        await Assertions.Expect(page.GetByText("1 document matches")).ToHaveAttributeAsync("role", "status");
        await Assertions.Expect(page.GetByLabel("Find by name")).ToHaveValueAsync("EXHIBIT-4711");
        await Assertions.Expect(page.GetByLabel("Find by name")).ToBeFocusedAsync();
        Assert.EndsWith("?search=EXHIBIT-4711", page.Url);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Manager_gives_changes_and_takes_access(ColorScheme scheme)
    {
        var archive = await Archive.OpenAsync(portal);
        var person = await archive.AddPersonAsync(null);
        await using var window = await OpenAsync(archive.Manager, $"/collections/{archive.Id}/access", scheme);
        var page = window.Page;
        await page.GetByLabel("Person or group", new() { Exact = true }).SelectOptionAsync(person.PersonId.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Give access" }).ClickAsync();
        await page.GetByLabel($"What {person.UserName} may do").SelectOptionAsync("Contributor");
        await Assertions.Expect(page.GetByText($"Changed what {person.UserName} may do.")).ToBeVisibleAsync();
        Assert.Equal("contributor", await portal.Database.OwnerAsync<string>($"select role from grants where user_id = '{person.PersonId}'"));
        await window.AssertAccessibleAsync($"documents-access-{scheme}");
        var sure = page.GetByRole(AriaRole.Dialog);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take away the access of {person.UserName}" }).ClickAsync();
        await Assertions.Expect(sure).ToContainTextAsync(person.UserName);
        await Assertions.Expect(sure).ToContainTextAsync(archive.Name);
        await window.AssertAccessibleAsync($"documents-access-taking-{scheme}");
        // Nothing is taken yet, and Cancel is what Enter presses.
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sure).ToHaveCountAsync(0);
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>($"select count(*) from grants where user_id = '{person.PersonId}'"));
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take away the access of {person.UserName}" }).ClickAsync();
        await sure.GetByRole(AriaRole.Button, new() { Name = "Take the access away" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel($"What {person.UserName} may do")).ToHaveCountAsync(0);
        // What is refused does not stay on the screen as if it were in force.
        var own = page.GetByLabel($"What {archive.Manager.UserName} may do");
        await own.SelectOptionAsync("Reader");
        await Assertions.Expect(page.GetByText("This is the collection's last manager.")).ToBeVisibleAsync();
        await Assertions.Expect(own).ToHaveValueAsync("Manager");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take away the access of {archive.Manager.UserName}" }).ClickAsync();
        await sure.GetByRole(AriaRole.Button, new() { Name = "Take the access away" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This is the collection's last manager.").Last).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Collection_is_deleted_only_when_its_name_was_typed()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive.Manager, $"/collections/{archive.Id}");
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        var sure = page.GetByRole(AriaRole.Button, new() { Name = "Delete everything in it" });
        await Assertions.Expect(sure).ToBeDisabledAsync();
        await page.GetByLabel("to go on").FillAsync(archive.Name);
        await window.AssertAccessibleAsync("documents-delete");
        await sure.ClickAsync();
        await page.AtAsync("**/collections");
        Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from collections where id = '{archive.Id}'"));
    }

    private async Task<BrowserWindow> OpenAsync(Core.Access.FreshPassword person, string address, ColorScheme scheme = ColorScheme.Light)
    {
        var window = await chromium.OpenAsync(portal, scheme);
        await window.SignInAsync(person.UserName, person.Password);
        await window.GoAsync(address);
        return window;
    }

    private static async Task<string> TextAsync(BrowserWindow window, string address)
    {
        await window.GoAsync(address);
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        return await window.Page.Locator("main").InnerTextAsync() + await window.Page.TitleAsync();
    }

    // A drop as the window system makes it, with a real folder: only so can the page walk it.
    private static async Task DropAsync(IPage page, string path)
    {
        var box = (await page.Locator(".dropzone").BoundingBoxAsync())!;
        var session = await page.Context.NewCDPSessionAsync(page);
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await session.SendAsync("Input.dispatchDragEvent", new()
            {
                ["type"] = type,
                ["x"] = box.X + 20,
                ["y"] = box.Y + 20,
                ["data"] = new Dictionary<string, object> { ["items"] = Array.Empty<object>(), ["files"] = new[] { path }, ["dragOperationsMask"] = 1 },
            });
        }
    }
}
