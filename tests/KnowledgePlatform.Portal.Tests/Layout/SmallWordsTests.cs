using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Layout;

public sealed class SmallWordsTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Address_with_a_closed_collection_says_that_others_are_asked()
    {
        var archive = await Archive.OpenAsync(portal);
        var closed = await Archive.OpenAsync(portal);
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/?collection={closed.Id}");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not open to you");
        await window.GoAsync($"/?collection={archive.Id}");
        await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        await window.GoAsync($"/collections/{archive.Id}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("No document is in it.");
    }

    [Fact]
    public async Task Search_without_its_parameter_is_told_what_it_is_called()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        using var answer = await program.GetAsync("/api/v1/search?q=rent", TestContext.Current.CancellationToken);
        Assert.Contains(
            "the parameter is called query",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
