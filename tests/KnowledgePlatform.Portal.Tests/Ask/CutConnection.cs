using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>The connection between a window and its circuit, to be cut and restored by a test.</summary>
internal sealed class CutConnection
{
    private readonly ConcurrentQueue<IWebSocketRoute> _sockets = new();
    private volatile bool _cut;

    /// <summary>Stands in the connection of a window that has opened no page yet. What the browser says of a cut is no fault of the page.</summary>
    public static async Task<CutConnection> OnAsync(BrowserWindow window)
    {
        var connection = new CutConnection();
        window.ConnectionIsCut = true;
        await window.Page.RouteWebSocketAsync("**/_blazor**", connection.Connect);
        return connection;
    }

    /// <summary>Cuts the connection; it stays cut until <see cref="Restore" />.</summary>
    public async Task CutAsync()
    {
        _cut = true;
        while (_sockets.TryDequeue(out var socket))
        {
            await socket.CloseAsync(new() { Code = 3000, Reason = "cut by the test" });
        }
    }

    /// <summary>Lets the next attempt to connect succeed.</summary>
    public void Restore() => _cut = false;

    private void Connect(IWebSocketRoute socket)
    {
        if (_cut)
        {
            _ = socket.CloseAsync(new() { Code = 3000, Reason = "cut by the test" });
            return;
        }

        socket.ConnectToServer();
        _sockets.Enqueue(socket);
    }
}
