using System.Net;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Access;

/// <summary>On a portal that looks at open pages once an hour: what ends here ends at once.</summary>
public sealed class SessionTests(RunningPortal shared, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private WebApplication _portal = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => new(_portal.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _portal = Program.Build([.. shared.Arguments, "--Hosting:Worker=false", "--SignIn:RevalidateSeconds=3600", "--SignIn:FailuresPerMinute=3"]);
        await _portal.StartAsync(Token);
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Copied_cookie_is_worth_nothing_after_signing_out()
    {
        var person = await shared.AddPersonAsync("copied");
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("kp-session=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(thief));

        await SignOutAsync(visitor);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(thief));
    }

    [Fact]
    public async Task Unlocking_a_person_leaves_the_running_session_and_lets_her_sign_in_elsewhere()
    {
        var person = await shared.AddPersonAsync("unlocked");
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        // As wrong passwords do, typed by whomever.
        await shared.Database.OwnerAsync<Guid>($"update users set lockout_end = now() + interval '15 minutes' where id = '{person.PersonId}' returning id");
        await shared.Part<PeopleStore>().UnlockAsync(shared.Administrator, person.PersonId, Token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor.Http));
        using var elsewhere = new Visitor(Address);
        using var again = await elsewhere.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere.Http));
    }

    [Fact]
    public async Task Signing_out_in_one_tab_closes_the_other_at_once_and_no_other_sign_in()
    {
        var person = await shared.AddPersonAsync("tabs");
        await using var window = await chromium.OpenAsync(Address);
        await window.SignInAsync(person.UserName, person.Password);
        var other = await window.Page.Context.NewPageAsync();
        await other.GotoAsync("/settings");
        await other.Locator(".frame[data-live=yes]").WaitForAsync();
        using var elsewhere = new Visitor(Address);
        using var signedIn = await elsewhere.SignInAsync(person.UserName, person.Password);

        await window.Page.Locator(".person-menu summary").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await other.WaitForURLAsync("**/account/sign-in**", new() { Timeout = 10_000 });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere.Http));
    }

    [Fact]
    public async Task Changed_by_an_administrator_a_person_is_signed_out_with_the_next_request()
    {
        var person = await shared.AddPersonAsync("demoted", administrator: true);
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor.Http));
        await shared.Part<PeopleStore>().SetAdministratorAsync(shared.Administrator, person.PersonId, false, Token);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor.Http));
    }

    [Fact]
    public async Task Address_with_many_failed_sign_ins_waits_and_then_even_the_right_password_is_not_looked_at()
    {
        var person = await shared.AddPersonAsync("sprayed");
        using var visitor = new Visitor(Address);
        for (var i = 0; i < 3; i++)
        {
            using var right = await visitor.SignInAsync(person.UserName, person.Password);
            Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
            await SignOutAsync(visitor);
            using var wrong = await visitor.SignInAsync($"nobody-{i}", "not-the-password");
            Assert.Contains("is not right, or the account is locked", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var refused = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Contains("Too many sign-ins from this address have failed", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_guesses_at_the_same_time_are_not_looked_at_either()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => GuessAsync(i)));
        // The bound of this portal, and those that were being looked at when it was reached.
        Assert.InRange(answers.Count(text => text.Contains("is not right, or the account is locked", StringComparison.Ordinal)), 3, 6);

        async Task<string> GuessAsync(int i)
        {
            using var guesser = new Visitor(Address);
            using var answer = await guesser.SignInAsync($"guess-{i}", "not-the-password");
            return await answer.Content.ReadAsStringAsync(Token);
        }
    }

    [Fact]
    public async Task Open_page_prolongs_the_session_when_somebody_types_and_not_by_being_open()
    {
        var archive = await Archive.OpenAsync(shared);
        await using var window = await chromium.OpenAsync(Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.Page.GotoAsync($"/collections/{archive.Id}");
        // The page is drawn anew each second while a document is in work; that is no use of it.
        await shared.Database.OwnerAsync<Guid>(
            $"""
            with made as (insert into documents (collection_id, title) values ('{archive.Id}', 'Waiting') returning id)
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, next_attempt_at)
            select id, '{archive.Id}', 1, 'waiting.pdf', sha256('waiting'), 1, 'received', now() + interval '1 hour' from made returning id
            """);
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Documents published" })).ToBeVisibleAsync();
        // Nothing of the page is still to come.
        await window.Page.Locator(".dropzone[data-ready]").WaitForAsync();
        await AgeAsync(archive.Manager.PersonId);
        await Task.Delay(2500, Token);
        Assert.False(await LastsAsync(archive.Manager.PersonId));

        await window.Page.Keyboard.PressAsync("Shift");
        for (var i = 0; i < 50 && !await LastsAsync(archive.Manager.PersonId); i++)
        {
            await Task.Delay(100, Token);
        }

        Assert.True(await LastsAsync(archive.Manager.PersonId));
    }

    [Fact]
    public async Task Session_that_ran_out_is_over()
    {
        var person = await shared.AddPersonAsync("idle");
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        await shared.Database.OwnerAsync<Guid>($"update sign_in_sessions set expires_at = now() - interval '1 second' where user_id = '{person.PersonId}' returning id");
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor.Http));
    }

    // As after five of eight hours without a request: past the half, the next request prolongs it.
    private async Task AgeAsync(Guid person)
    {
        var bytes = await shared.Database.OwnerAsync<byte[]>($"select ticket from sign_in_sessions where user_id = '{person}'");
        var ticket = TicketSerializer.Default.Deserialize(bytes)!;
        ticket.Properties.IssuedUtc = TimeProvider.System.GetUtcNow().AddHours(-5);
        ticket.Properties.ExpiresUtc = TimeProvider.System.GetUtcNow().AddHours(3);
        var aged = Convert.ToHexString(TicketSerializer.Default.Serialize(ticket));
        await shared.Database.OwnerAsync<Guid>(
            $"update sign_in_sessions set ticket = decode('{aged}', 'hex'), expires_at = now() + interval '3 hours' where user_id = '{person}' returning id");
    }

    private Task<bool> LastsAsync(Guid person) =>
        shared.Database.OwnerAsync<bool>($"select expires_at > now() + interval '7 hours' from sign_in_sessions where user_id = '{person}'");

    private static async Task SignOutAsync(Visitor visitor)
    {
        var page = await visitor.Http.GetStringAsync("/", Token);
        using var answer = await visitor.Http.PostAsync(
            "/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", Visitor.TokenOf(page))]), Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/settings", Token);
        return answer.StatusCode;
    }
}
