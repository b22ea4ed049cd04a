using System.Net;
using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Session_lasts_on_while_its_page_is_used_and_ends_when_nothing_uses_it()
    {
        var person = await shared.AddPersonAsync("reader");
        using var visitor = new Visitor(Address);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        var sessions = _portal.Services.GetRequiredService<SignInSessionStore>();
        var id = await LastsAsync("1 second");
        Assert.True(await sessions.GoesOnAsync(id, DateTime.UtcNow.AddHours(8), Token));
        Assert.True(await shared.Database.OwnerAsync<bool>($"select expires_at > now() + interval '7 hours' from sign_in_sessions where id = '{id}'"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor.Http));

        await LastsAsync("-1 second");
        Assert.False(await sessions.GoesOnAsync(id, DateTime.UtcNow.AddHours(8), Token));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor.Http));

        Task<Guid> LastsAsync(string interval) => shared.Database.OwnerAsync<Guid>(
            $"update sign_in_sessions set expires_at = now() + interval '{interval}' where user_id = '{person.PersonId}' returning id");
    }

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
