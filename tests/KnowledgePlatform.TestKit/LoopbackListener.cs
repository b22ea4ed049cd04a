using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KnowledgePlatform.TestKit;

/// <summary>Opens HTTP listeners on free ports of the loopback address.</summary>
internal static class LoopbackListener
{
    private const int Tries = 20;

    /// <summary>Opens one. <see cref="HttpListener"/> cannot ask for any free port, and between finding one and taking it another process may have it: then the next is tried.</summary>
    /// <returns>The listener, started, and its address without a slash at the end.</returns>
    /// <exception cref="HttpListenerException">Every port found was gone again.</exception>
    public static (HttpListener Listener, string Url) Open()
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new HttpListener();
            try
            {
                var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
                listener.Prefixes.Add(url + "/");
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < Tries)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Closes one that was stopped. Closing it with its addresses opens their ports once more, only to give them up; by then they may be another's.</summary>
    public static void Close(HttpListener stopped)
    {
        stopped.Prefixes.Clear();
        stopped.Close();
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
