using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Signing in by password with a cookie, and by API key.</summary>
internal static class SignInSetup
{
    private const string ByCookieOrKey = "CookieOrKey";

    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignInOptions>().BindConfiguration("SignIn").ValidateDataAnnotations().ValidateOnStart();
        services.AddDbContext<IdentityContext>((provider, context) => context.UseNpgsql(provider.GetRequiredService<PlatformDatabase>().AppPool));
        AddIdentity(services, configuration.GetSection("SignIn").Get<SignInOptions>() ?? new SignInOptions());
        AddCookie(services, configuration);
        AddPolicies(services);
        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdministrator>());
        services.AddSingleton<SignInRate>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<CallerAccessor>();
        services.AddScoped<AuthenticationStateProvider, RevalidatingAuthentication>();
        services.AddCascadingAuthenticationState();
    }

    public static void MapSignIn(this IEndpointRouteBuilder app) => AccountEndpoints.Map(app);

    private static void AddIdentity(IServiceCollection services, SignInOptions options)
    {
        services.AddIdentityCore<User>(identity =>
            {
                identity.Lockout.MaxFailedAccessAttempts = options.MaximumFailures;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(options.LockoutMinutes);
                identity.Password.RequiredLength = options.MinimumPasswordLength;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = 5;
            })
            .AddEntityFrameworkStores<IdentityContext>()
            .AddClaimsPrincipalFactory<PortalClaimsFactory>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = TimeSpan.FromSeconds(options.RevalidateSeconds);
            stamp.OnRefreshingPrincipal = SessionTickets.KeepAsync;
        });
    }

    private static void AddCookie(IServiceCollection services, IConfiguration configuration)
    {
        var https = configuration.GetValue<bool>("Hosting:Https");
        var hours = configuration.GetValue<int?>("SignIn:SessionHours") ?? new SignInOptions().SessionHours;
        var authentication = services.AddAuthentication(ByCookieOrKey);
        authentication.AddPolicyScheme(ByCookieOrKey, null, scheme => scheme.ForwardDefaultSelector = SchemeOf);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        authentication.AddIdentityCookies(cookies =>
            cookies.ApplicationCookie!.Configure(cookie =>
            {
                cookie.Cookie.Name = CookieName("kp-session", https);
                cookie.Cookie.HttpOnly = true;
                // Lax, so that a link in a mail opens the document at once; forms are covered by antiforgery.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = Secure(https);
                cookie.ExpireTimeSpan = TimeSpan.FromHours(hours);
                cookie.SlidingExpiration = true;
                cookie.LoginPath = "/account/sign-in";
                cookie.AccessDeniedPath = "/account/denied";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.Events.OnRedirectToLogin = context => AnswerOrRedirect(context, StatusCodes.Status401Unauthorized);
                cookie.Events.OnRedirectToAccessDenied = context => AnswerOrRedirect(context, StatusCodes.Status403Forbidden);
            }));
        services.AddSingleton<SessionTickets>();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<SessionTickets>((cookie, tickets) => cookie.SessionStore = tickets);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = CookieName("kp-form", https);
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = Secure(https);
            antiforgery.HeaderName = AntiforgeryForCookies.Header;
        });
    }

    private static void AddPolicies(IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        // What says nothing about access is closed.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        ScopePolicies.Add(authorization);
    }

    // A key opens the API and its description, never a page.
    private static string SchemeOf(HttpContext context) =>
        ApiKeyAuthentication.KeyOf(context.Request) is not null
        && (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/openapi"))
            ? ApiKeyAuthentication.SchemeName
            : IdentityConstants.ApplicationScheme;

    // A browser asks for a page and is sent to sign in; a program asks for data and gets a status.
    private static Task AnswerOrRedirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments(ApiSetup.Prefix) || context.Request.Path.StartsWithSegments("/_blazor"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    // __Host-: the browser itself refuses the cookie unless it is secure, of this host and of the whole path.
    private static string CookieName(string name, bool https) => https ? "__Host-" + name : name;

    private static CookieSecurePolicy Secure(bool https) => https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
