using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>The line between a window and its circuit, to be cut and mended by a test.</summary>
internal sealed class BrokenLine
{
    private readonly ConcurrentQueue<IWebSocketRoute> _sockets = new();
    private volatile bool _broken;

    /// <summary>Stands in the line of a window that has opened no page yet. What the browser says of a cut is no fault of the page.</summary>
    public static async Task<BrokenLine> OnAsync(BrowserWindow window)
    {
        var line = new BrokenLine();
        window.LineBreaks = true;
        await window.Page.RouteWebSocketAsync("**/_blazor**", line.Connect);
        return line;
    }

    /// <summary>Cuts the line; it stays cut until <see cref="Mend" />.</summary>
    public async Task BreakAsync()
    {
        _broken = true;
        while (_sockets.TryDequeue(out var socket))
        {
            await socket.CloseAsync(new() { Code = 3000, Reason = "cut by the test" });
        }
    }

    /// <summary>Lets the next attempt to connect succeed.</summary>
    public void Mend() => _broken = false;

    private void Connect(IWebSocketRoute socket)
    {
        if (_broken)
        {
            _ = socket.CloseAsync(new() { Code = 3000, Reason = "cut by the test" });
            return;
        }

        socket.ConnectToServer();
        _sockets.Enqueue(socket);
    }
}
