using System.Net;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Portal.Tests;

/// <summary>A browser without scripts: keeps cookies, follows no redirect, fills in forms.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    public Visitor(RunningPortal portal) : this(portal.Address)
    {
    }

    public Visitor(Uri portal)
    {
        Http = new HttpClient(_handler) { BaseAddress = portal };
    }

    public HttpClient Http { get; }

    public async Task<HttpResponseMessage> SignInAsync(string userName, string password, string address = "/account/sign-in")
    {
        var page = await Http.GetStringAsync(address);
        return await Http.PostAsync(address, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = TokenOf(page),
            ["Input.UserName"] = userName,
            ["Input.Password"] = password,
        }));
    }

    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex Token();
}
