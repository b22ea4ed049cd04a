using System.Globalization;
using System.Net;
using KnowledgePlatform.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>Settings, culture, proxies, headers: what every request passes before any feature.</summary>
internal static class HostingSetup
{
    public static void AddPortalHosting(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddLocalMachine();
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.AddSimpleConsole(console =>
        {
            (console.TimestampFormat, console.UseUtcTimestamp) = ("yyyy-MM-dd HH:mm:ss.fff'Z' ", true);
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddOptions<HostingOptions>().BindConfiguration("Hosting");
        builder.Services.AddOptions<DataOptions>().BindConfiguration("Data");
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in builder.Configuration.GetSection("Hosting:TrustedProxies").Get<string[]>() ?? [])
            {
                forwarded.KnownProxies.Add(IPAddress.TryParse(proxy, out var address)
                    ? address
                    : throw new InvalidOperationException($"Hosting:TrustedProxies: \"{proxy}\" is no IP address"));
            }
        });
        // A server started without LANG runs in the invariant culture, in which dates are American and parts of BootstrapBlazor throw.
        builder.Services.Configure<RequestLocalizationOptions>(localization =>
        {
            var culture = CultureInfo.GetCultureInfo(builder.Configuration["Hosting:Culture"] ?? "en-GB");
            localization.DefaultRequestCulture = new RequestCulture(culture);
            localization.SupportedCultures = [culture];
            localization.SupportedUICultures = [culture];
            localization.RequestCultureProviders.Clear();
        });
    }

    /// <summary>Where a page that tells of a fault finds the method of the request, in the items of its context.</summary>
    public static readonly object SentBy = new();

    public static void UsePortalHosting(this WebApplication app)
    {
        // With nobody to trust the middleware would believe everybody.
        if (app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (app.Configuration.GetValue<bool>("Hosting:Https"))
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseWhen(context => IsApi(context.Request.Path), api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => !IsApi(context.Request.Path), pages => pages
            .UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                // ApiProblems has written it to the log.
                SuppressDiagnosticsCallback = _ => true,
            })
            .Use(AsReading)
            .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
    }

    // The page that tells of a fault is read, also where something was sent: a form that could not be taken is not taken by it either.
    private static Task AsReading(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IExceptionHandlerPathFeature>() is not null)
        {
            context.Items[SentBy] = context.Request.Method;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>Whether programs ask at this path, and not browsers.</summary>
    public static bool IsApi(PathString path) => path.StartsWithSegments(ApiSetup.Prefix);
}
