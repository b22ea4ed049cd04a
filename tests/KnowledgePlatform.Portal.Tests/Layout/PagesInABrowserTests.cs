using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Layout;

public sealed class PagesInABrowserTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    public static TheoryData<string, ColorScheme> PagesInBothThemes
    {
        get
        {
            var data = new TheoryData<string, ColorScheme>();
            foreach (var page in new[] { "/", "/not-there" })
            {
                data.Add(page, ColorScheme.Light);
                data.Add(page, ColorScheme.Dark);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PagesInBothThemes))]
    public async Task Page_has_no_serious_barrier(string address, ColorScheme scheme)
    {
        await using var window = await chromium.OpenAsync(portal, scheme);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync(address);
        await window.AssertAccessibleAsync($"page{address.Replace('/', '-')}-{scheme}");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/collections")]
    [InlineData("/settings/account")]
    [InlineData("/settings/keys")]
    [InlineData("/settings/groups")]
    [InlineData("/settings/people")]
    [InlineData("/audit")]
    public async Task Page_fits_a_telephone(string address)
    {
        await using var window = await chromium.OpenAsync(portal);
        await window.Page.SetViewportSizeAsync(390, 800);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        // Not every page has a circuit: the one of the own account is plain forms.
        await window.Page.GotoAsync(address);
        await window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
        Assert.Equal(390, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AssertAccessibleAsync($"page{address.Replace('/', '-')}-390");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Sign_in_page_has_no_serious_barrier_and_says_what_failed(ColorScheme scheme)
    {
        await using var window = await chromium.OpenAsync(portal, scheme);
        await window.Page.GotoAsync("/account/sign-in");
        await window.AssertAccessibleAsync($"sign-in-{scheme}");
        await window.Page.GetByLabel("User name").FillAsync("admin-of-another-firm");
        await window.Page.GetByLabel("Password").FillAsync("wrong");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await window.AssertAccessibleAsync($"sign-in-failed-{scheme}");
    }

    [Fact]
    public async Task Theme_follows_the_system_until_chosen_and_the_choice_stays()
    {
        await using var window = await chromium.OpenAsync(portal, ColorScheme.Dark);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        Assert.Equal("dark", await window.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Dark appearance" }).ClickAsync();
        Assert.Equal("light", await window.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await window.GoAsync("/");
        Assert.Equal("light", await window.Page.Locator("html").GetAttributeAsync("data-bs-theme"));
    }

    [Fact]
    public async Task Skip_link_is_the_first_stop_of_the_keyboard_and_leads_to_the_content()
    {
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync("/settings/groups");
        Assert.Equal("Skip to the content", await window.Page.EvaluateAsync<string>("document.querySelector('a, button, summary, input').textContent"));
        // A page that has come takes the focus to its heading, once.
        await window.Page.Locator("h1:focus").WaitForAsync();
        await window.Page.EvaluateAsync("document.querySelector('a').focus()");
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await window.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.EndsWith("/settings/groups", window.Page.Url);
    }

    [Fact]
    public async Task Page_that_comes_late_still_takes_the_focus_to_its_heading()
    {
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        var held = portal.Database.OwnerAsync<int>("do $$ begin lock table groups in access exclusive mode; perform pg_sleep(1.5); end $$; select 1");
        await window.GoAsync("/settings/groups");
        await window.Page.Locator("h1:focus").WaitForAsync();
        Assert.Equal("Groups", await window.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await held;
    }

    [Fact]
    public async Task Who_types_already_keeps_the_focus_on_a_slow_line()
    {
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.SlowDownAsync(TimeSpan.FromSeconds(1));
        await window.GoAsync("/search");
        var box = window.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Words or a question" });
        await box.ClickAsync();
        await window.Page.Keyboard.TypeAsync("what is typed while the page still comes", new() { Delay = 60 });
        Assert.Equal("what is typed while the page still comes", await box.InputValueAsync());
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Collections", Exact = true }).ClickAsync();
        await window.Page.Locator("h1:focus").Filter(new() { HasText = "Collections" }).WaitForAsync();
        await window.Page.GoBackAsync();
        await window.Page.Locator("h1:focus").Filter(new() { HasText = "Search" }).WaitForAsync();
    }

    [Fact]
    public async Task Page_left_while_its_scripts_still_come_disturbs_no_other()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "rent.txt", "The rent is due on Monday.");
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.SlowDownAsync(TimeSpan.FromSeconds(1));
        await window.GoAsync("/collections");
        foreach (var left in new[] { $"/collections/{archive.Id}", $"/documents/{document}/view?version={version}" })
        {
            await window.Page.Locator("h1:focus").Filter(new() { HasText = "Collections" }).WaitForAsync();
            await window.Page.EvaluateAsync("address => Blazor.navigateTo(address)", left);
            await window.Page.Locator("h1").Filter(new() { HasNotText = "Collections" }).WaitForAsync();
            await window.Page.GoBackAsync();
            await window.Page.Locator("h1:focus").Filter(new() { HasText = "Collections" }).WaitForAsync();
            Assert.Equal(0, await window.Page.GetByText("Something went wrong").CountAsync());
        }
    }

    [Fact]
    public async Task File_dropped_beside_a_place_for_files_does_not_take_the_place_of_the_page()
    {
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync("admin", portal.AdministratorPassword);
        await window.GoAsync("/search");
        Assert.Equal("files refused, text left alone", await window.Page.EvaluateAsync<string>(
            """
            () => {
              const over = fill => {
                const dragged = new DataTransfer();
                fill(dragged);
                return document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: dragged }));
              };
              return (over(dragged => dragged.items.add(new File(['x'], 'x.txt'))) ? 'files taken' : 'files refused')
                + (over(dragged => dragged.setData('text/plain', 'x')) ? ', text left alone' : ', text refused');
            }
            """));
    }

    [Fact]
    public async Task Open_page_is_signed_out_when_its_person_is_locked()
    {
        var person = await portal.AddPersonAsync("sitting");
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(person.UserName, person.Password);
        await portal.Part<PeopleStore>().LockAsync(portal.Administrator, person.PersonId, TestContext.Current.CancellationToken);
        await window.Page.AtAsync("**/account/sign-in**");
    }
}
