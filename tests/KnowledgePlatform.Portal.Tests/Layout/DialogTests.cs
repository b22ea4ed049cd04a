using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Layout;

/// <summary>What a dialog refuses is said in it, beside what was typed.</summary>
public sealed class DialogTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Name_of_another_collection_is_refused_at_the_field_and_what_was_typed_stays()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive.Manager.UserName, archive.Manager.Password, "/collections");
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "New collection" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var name = dialog.GetByLabel("Name", new() { Exact = true });
        await name.FillAsync(archive.Name);
        await dialog.GetByLabel("What it is for (optional)").FillAsync("The second of this name");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the collection" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".validation-message")).ToContainTextAsync("Another collection");
        await Assertions.Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(dialog.GetByLabel("What it is for (optional)")).ToHaveValueAsync("The second of this name");
        await Assertions.Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await window.AssertAccessibleAsync("dialog-refused");

        await name.FillAsync(archive.Name + " (2)");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the collection" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(archive.Name + " (2)");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await name.FillAsync(archive.Name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".validation-message")).ToContainTextAsync("Another collection");
        await name.FillAsync(archive.Name + " (3)");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(archive.Name + " (3)");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Manager_chooses_the_models_of_a_collection_and_is_told_the_price()
    {
        var archive = await Archive.OpenAsync(portal);
        await using var window = await OpenAsync(archive.Manager.UserName, archive.Manager.Password, $"/collections/{archive.Id}");
        var (page, dialog) = (window.Page, window.Page.GetByRole(AriaRole.Dialog));
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        var choice = dialog.GetByLabel("Passages are found by meaning");
        await Assertions.Expect(choice).ToHaveValueAsync("automatic");
        // The tests' portal may or may not have the model: both are told in words.
        await Assertions.Expect(dialog.Locator("#collection-profile-price")).ToContainTextAsync("English model");
        await choice.SelectOptionAsync("multilingual");
        await window.AssertAccessibleAsync("collection-models");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(choice).ToHaveValueAsync("multilingual");
    }

    [Fact]
    public async Task Name_of_another_group_is_refused_at_the_field()
    {
        await using var window = await OpenAsync("admin", portal.AdministratorPassword, "/settings/groups");
        var page = window.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        var taken = "Group " + Guid.NewGuid().ToString("N")[..8];
        foreach (var (typed, made) in new[] { (taken, taken), (taken, taken + " (2)") })
        {
            await window.GoAsync("/settings/groups");
            await page.GetByRole(AriaRole.Button, new() { Name = "New group" }).ClickAsync();
            await dialog.GetByLabel("Name").FillAsync(typed);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the group" }).ClickAsync();
            if (typed != made)
            {
                await Assertions.Expect(dialog.Locator(".validation-message")).Not.ToBeEmptyAsync();
                await dialog.GetByLabel("Name").FillAsync(made);
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the group" }).ClickAsync();
            }

            await Assertions.Expect(heading).ToHaveTextAsync(made);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync(taken);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".validation-message")).Not.ToBeEmptyAsync();
        await Assertions.Expect(dialog.GetByLabel("Name")).ToHaveValueAsync(taken);
    }

    private async Task<BrowserWindow> OpenAsync(string userName, string password, string address)
    {
        var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(userName, password);
        await window.GoAsync(address);
        return window;
    }
}
