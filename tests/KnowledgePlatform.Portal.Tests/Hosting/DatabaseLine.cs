using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace KnowledgePlatform.Portal.Tests.Hosting;

/// <summary>The line from one portal to the database, to be cut by a test: the server itself is there for everybody else.</summary>
internal sealed class DatabaseLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly NpgsqlConnectionStringBuilder _server;
    private volatile bool _cut;

    public DatabaseLine(string connection)
    {
        _server = new NpgsqlConnectionStringBuilder(connection);
        _listener.Start();
        Connection = new NpgsqlConnectionStringBuilder(connection) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Timeout = 2 }.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>The connection string that leads over the line.</summary>
    public string Connection { get; }

    /// <summary>Ends what is connected and lets nobody connect until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var end in _ends)
        {
            end.Dispose();
        }
    }

    public void Restore() => _cut = false;

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near;
            try
            {
                near = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                return;
            }

            if (_cut)
            {
                near.Dispose();
                continue;
            }

            var far = new TcpClient();
            await far.ConnectAsync(_server.Host!, _server.Port);
            _ends.Add(near);
            _ends.Add(far);
            _ = CopyAsync(near, far);
            _ = CopyAsync(far, near);
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or closed at one end.
        }

        from.Dispose();
        to.Dispose();
    }
}
