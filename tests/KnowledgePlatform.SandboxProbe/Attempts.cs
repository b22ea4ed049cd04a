using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KnowledgePlatform.SandboxProbe;

/// <summary>What a hostile file would try that took over its reader. Each attempt says what it got, or fails.</summary>
/// <param name="targets">What to try it on.</param>
internal sealed class Attempts(ProbeTargets targets)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>All of them, by the names that a test tells.</summary>
    public IEnumerable<(string Name, Func<string> Try)> All() =>
    [
        ("connect to loopback", () => Connect(IPAddress.Loopback)),
        ("connect to an outside address", () => Connect(IPAddress.Parse(targets.OutsideAddress))),
        ("connect to an abstract socket of the machine", ConnectAbstract),
        ("send a datagram", Send),
        ("listen on a port", Listen),
        ("resolve a name", () => Dns.GetHostAddresses("localhost")[0].ToString()),
        ("read the secrets of the data folder", () => File.ReadAllText(targets.SecretPath)),
        ("list the data folder", () => string.Join(' ', Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(targets.SecretPath)!))),
        ("read the accounts of the machine", () => File.ReadAllText("/etc/passwd")),
        ("list the home folders", () => string.Join(' ', new[] { "/home", "/root" }.Where(Directory.Exists).DefaultIfEmpty("/home").SelectMany(Directory.EnumerateFileSystemEntries))),
        ("find the connection to the database in the environment", () => Environment.GetEnvironmentVariables().Values.Cast<string>().First(HoldsSecret)),
        ("find the connection to the database in the environment of another process", OtherEnvironment),
        ("see the parent", () => File.ReadAllText($"/proc/{targets.ParentId}/cmdline") is { Length: > 0 } line && line.Contains(targets.ParentName, StringComparison.Ordinal) ? line : throw new IOException("another process")),
        ("read the memory of the parent", () => ReadOf($"/proc/{targets.ParentId}/maps", targets.ParentName)),
        ("write beside the secrets", () => Write(targets.SecretPath + ".new")),
        ("write beside the parser", () => Write(Path.Combine(AppContext.BaseDirectory, "new"))),
        ("write beside the runtime", () => Write(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "kp-probe"))),
        ("write over the document", () => Overwrite(targets.Document)),
        ("write into the root folder", () => Write("/kp-probe")),
        ("write into shared memory", () => Write("/dev/shm/kp-probe")),
        ("fill the scratch", Fill),
        ("start another program", () => Start("/usr/bin/id")),
        ("start the runtime again", () => Start(Environment.ProcessPath!, "--version")),
    ];

    private string Connect(IPAddress address)
    {
        using var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        client.ConnectAsync(new IPEndPoint(address, targets.Port), patience.Token).AsTask().GetAwaiter().GetResult();
        return client.RemoteEndPoint!.ToString()!;
    }

    private string ConnectAbstract()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint("\0" + targets.AbstractSocket));
        return targets.AbstractSocket;
    }

    private string Send()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return client.SendTo("secret"u8.ToArray(), new IPEndPoint(IPAddress.Parse(targets.OutsideAddress), targets.Port)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Listen()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        listener.Listen();
        return listener.LocalEndPoint!.ToString()!;
    }

    private string OtherEnvironment()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out var id) && id != Environment.ProcessId))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "environ")) is var text && HoldsSecret(text))
                {
                    return process;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The next one.
            }
        }

        throw new IOException("none has it");
    }

    private bool HoldsSecret(string text) => text.Contains(targets.Secret, StringComparison.Ordinal);

    private static string ReadOf(string path, string expected) => File.ReadAllText(path) is var text && text.Contains(expected, StringComparison.Ordinal) ? path : throw new IOException("another process");

    private static string Write(string path)
    {
        File.WriteAllText(path, "written");
        File.Delete(path);
        return path;
    }

    private static string Overwrite(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        return path;
    }

    // What lies there is memory that counts for nobody.
    private static string Fill()
    {
        var path = Path.Combine("/tmp", "kp-probe-" + Environment.ProcessId);
        try
        {
            using var file = File.Create(path);
            for (var i = 0; i < 200; i++)
            {
                file.Write(new byte[1 << 20]);
            }

            return "200 MB";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return new StringBuilder(process.StandardOutput.ReadToEnd()).Append(process.StandardError.ReadToEnd()).ToString();
    }
}
