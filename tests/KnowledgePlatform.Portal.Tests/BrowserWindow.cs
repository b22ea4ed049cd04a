using System.Collections.Concurrent;
using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests;

/// <summary>Chromium of the system, started once; it makes no connection of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // As long as for everything else: what comes late on a busy machine is no fault of the page.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("KP_CHROMIUM") ?? "/usr/bin/chromium",
            // Root cannot use Chromium's sandbox; the pages are our own.
            Args = Environment.UserName == "root" ? ["--no-sandbox", .. Quiet] : Quiet,
        });
    }

    /// <summary>Opens a window with no cookies.</summary>
    internal Task<BrowserWindow> OpenAsync(RunningPortal portal, ColorScheme scheme = ColorScheme.Light) => OpenAsync(portal.Address, scheme);

    /// <summary>Opens a window with no cookies on another portal than the shared one.</summary>
    internal async Task<BrowserWindow> OpenAsync(Uri portal, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = portal.ToString(),
            ColorScheme = scheme,
            ViewportSize = new() { Width = 1360, Height = 850 },
        });
        var window = new BrowserWindow(portal, context, await context.NewPageAsync());
        // To find what a test, or a page, takes for granted of the line.
        if (int.TryParse(Environment.GetEnvironmentVariable("KP_LINE_DELAY_MS"), NumberStyles.None, CultureInfo.InvariantCulture, out var delay))
        {
            await window.SlowDownAsync(TimeSpan.FromMilliseconds(delay));
        }

        return window;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static readonly string[] Quiet =
        ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-features=OptimizationHints,MediaRouter"];
}

/// <summary>One window; closing it fails when a page asked another host, broke the content security policy or threw.</summary>
internal sealed class BrowserWindow : IAsyncDisposable
{
    private readonly Uri _portal;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private volatile bool _examined;

    public BrowserWindow(Uri portal, IBrowserContext context, IPage page)
    {
        (_portal, _context, Page) = (portal, context, page);
        context.Request += (_, request) => Check(request.Url);
        page.WebSocket += (_, socket) => Check(socket.Url.Replace("ws://", "http://", StringComparison.Ordinal));
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType != "document")
            {
                _faults.Enqueue($"{response.Status}: {response.Url}");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue("script: " + error);
        page.Console += (_, message) =>
        {
            // Failed loads are judged by their answer below: a page that is not there may say so.
            if (message.Type == "error" && !_examined && !ConnectionIsCut && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue("console: " + message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The test cuts the connection, and what the console says of it is no fault.</summary>
    public bool ConnectionIsCut { get; set; }

    public async Task SignInAsync(string userName, string password)
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await LiveAsync();
    }

    /// <summary>Opens a page and waits for its circuit.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await LiveAsync();
    }

    /// <summary>Waits until an expression is true on the page. Playwright's own WaitForFunction evaluates a string within the page, which our policy forbids.</summary>
    public async Task UntilAsync(string expression)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            Assert.False(patience.IsCancellationRequested, "never true: " + expression);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>From the next page on, what the browser says to the circuit arrives later.</summary>
    public Task SlowDownAsync(TimeSpan delay) => Page.RouteWebSocketAsync(address => address.Contains("_blazor", StringComparison.Ordinal), line =>
    {
        var server = line.ConnectToServer();
        var sent = Task.CompletedTask;
        line.OnMessage(message => sent = SendAsync(sent, message));

        // One after the other, as on a line.
        async Task SendAsync(Task before, IWebSocketFrame message)
        {
            await Task.Delay(delay, TestContext.Current.CancellationToken);
            await before;
            if (message.Binary is { } bytes)
            {
                server.Send(bytes);
            }
            else
            {
                server.Send(message.Text!);
            }
        }
    });

    /// <summary>Waits until the page answers to clicks.</summary>
    public Task LiveAsync() => Page.Locator(".frame[data-live=yes]").WaitForAsync();

    /// <summary>Asserts that axe finds nothing serious or critical; writes a picture into KP_PICTURES when that is set.</summary>
    public async Task AssertAccessibleAsync(string name)
    {
        // As a page becomes live, its head is empty for a moment.
        await UntilAsync("document.title !== '' && !document.querySelector('.frame[data-live=no]')");

        // Taking a picture and axe itself apply styles that the policy forbids pages.
        _examined = true;
        if (Environment.GetEnvironmentVariable("KP_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }

        var found = await Page.RunAxe();
        _examined = false;
        Assert.Empty(found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe));
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("KP_PICTURES") is { Length: > 0 } folder && !Page.IsClosed)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "last.png") });
        }

        await _context.CloseAsync();
        Assert.True(_faults.IsEmpty, string.Join('\n', _faults));
    }

    private void Check(string url)
    {
        if (!url.StartsWith(_portal.ToString(), StringComparison.Ordinal) && !url.StartsWith("blob:" + _portal, StringComparison.Ordinal))
        {
            _faults.Enqueue("another host: " + url);
        }
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Impact} {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}";
}
