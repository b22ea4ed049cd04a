using System.Net;
using KnowledgePlatform.Core.Access;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Access;

public sealed class SignInTests(RunningPortal portal)
{
    private const string Wrong = "not-the-password";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_without_a_session_leads_to_sign_in_and_back()
    {
        using var visitor = new Visitor(portal);
        using var refused = await visitor.Http.GetAsync("/settings/people?filter=a", Token);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Fsettings%2Fpeople%3Ffilter%3Da", refused.Headers.Location!.PathAndQuery);

        var person = await portal.AddPersonAsync("returning", administrator: true);
        using var back = await visitor.SignInAsync(person.UserName, person.Password, refused.Headers.Location.PathAndQuery);
        Assert.Equal("/settings/people?filter=a", back.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    public async Task Sign_in_never_leads_to_another_host(string address)
    {
        using var visitor = new Visitor(portal);
        var person = await portal.AddPersonAsync("phished");
        using var answer = await visitor.SignInAsync(person.UserName, person.Password, "/account/sign-in?returnUrl=" + Uri.EscapeDataString(address));
        Assert.Equal(new Uri(portal.Address, "/"), new Uri(portal.Address, answer.Headers.Location!));
    }

    [Fact]
    public async Task Session_cookie_is_closed_to_scripts_and_other_sites()
    {
        using var visitor = new Visitor(portal);
        var person = await portal.AddPersonAsync("cookie");
        using var answer = await visitor.SignInAsync(person.UserName, person.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("kp-session=", StringComparison.Ordinal));
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.DoesNotContain("expires", cookie);
    }

    [Fact]
    public async Task Client_cannot_say_for_itself_that_it_came_over_https()
    {
        using var visitor = new Visitor(portal);
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var person = await portal.AddPersonAsync("forwarded");
        using var answer = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.DoesNotContain("; secure", answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("kp-session=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Programs_go_on_while_wrong_passwords_lock_their_person_and_stop_when_an_administrator_does()
    {
        var person = await portal.AddPersonAsync("guessed");
        using var program = await Ask.ReadDocuments.ProgramAsync(portal, person.PersonId, ApiScopes.Read);
        for (var i = 0; i < 5; i++)
        {
            await FailAsync(person.UserName, Wrong);
        }

        await FailAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        await portal.Part<PeopleStore>().LockAsync(portal.Administrator, person.PersonId, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync());

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await program.GetAsync("/api/v1/collections", Token);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Wrong_password_unknown_person_and_locked_person_get_the_same_answer()
    {
        var person = await portal.AddPersonAsync("known");
        var locked = await portal.AddPersonAsync("locked");
        await portal.Part<PeopleStore>().LockAsync(portal.Administrator, locked.PersonId, Token);
        string[] answers =
        [
            await FailAsync(person.UserName, Wrong), await FailAsync("nobody-of-this-name", Wrong), await FailAsync(locked.UserName, locked.Password),
        ];
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Contains("is not right, or the account is locked", answers[0]);
    }

    [Fact]
    public async Task Fifth_wrong_password_locks_the_account_and_a_reset_opens_it()
    {
        var person = await portal.AddPersonAsync("clumsy");
        using var visitor = new Visitor(portal);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await visitor.SignInAsync(person.UserName, Wrong);
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var right = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);

        var fresh = await portal.Part<PeopleStore>().ResetPasswordAsync(portal.Administrator, person.PersonId, Token);
        using var old = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using var open = await visitor.SignInAsync(person.UserName, fresh.Password);
        Assert.Equal(HttpStatusCode.Redirect, open.StatusCode);
    }

    [Fact]
    public async Task Session_ends_when_its_person_is_locked()
    {
        var person = await portal.AddPersonAsync("leaver");
        using var visitor = new Visitor(portal);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Http.GetAsync("/", Token)).StatusCode);
        await portal.Part<PeopleStore>().LockAsync(portal.Administrator, person.PersonId, Token);
        // The cookie is checked against the database once a second in these tests.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Http.GetAsync("/", Token)).StatusCode);
    }

    [Fact]
    public async Task Sign_in_without_the_form_token_is_refused()
    {
        using var visitor = new Visitor(portal);
        using var answer = await visitor.Http.PostAsync(
            "/account/sign-in",
            new FormUrlEncodedContent([new("_handler", "sign-in"), new("Input.UserName", "admin"), new("Input.Password", portal.AdministratorPassword)]),
            Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Sign_out_needs_the_form_token_and_ends_the_session()
    {
        var person = await portal.AddPersonAsync("goer");
        using var visitor = new Visitor(portal);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        using var without = await visitor.Http.PostAsync("/account/sign-out", new FormUrlEncodedContent([]), Token);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Contains("Something went wrong", await without.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var page = await visitor.Http.GetStringAsync("/", Token);
        using var with = await visitor.Http.PostAsync(
            "/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", Visitor.TokenOf(page))]), Token);
        Assert.Equal(HttpStatusCode.Redirect, with.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Http.GetAsync("/", Token)).StatusCode);
    }

    [Fact]
    public async Task Every_sign_in_and_refusal_is_in_the_audit_trail()
    {
        var person = await portal.AddPersonAsync("audited");
        using var visitor = new Visitor(portal);
        using var wrong = await visitor.SignInAsync(person.UserName, Wrong);
        using var right = await visitor.SignInAsync(person.UserName, person.Password);
        var actions = await portal.Database.OwnerAsync<string>(
            $"select string_agg(action, ' ' order by id) from audit_events where user_id = '{person.PersonId}'");
        Assert.Equal("session.refuse_password session.sign_in", actions);
    }

    private async Task<string> FailAsync(string userName, string password)
    {
        using var visitor = new Visitor(portal);
        using var answer = await visitor.SignInAsync(userName, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Token);
        var start = page.IndexOf("id=\"sign-in-failed\"", StringComparison.Ordinal);
        Assert.True(start > 0, "the page says that it failed");
        return page[start..page.IndexOf("</div>", start, StringComparison.Ordinal)];
    }
}
