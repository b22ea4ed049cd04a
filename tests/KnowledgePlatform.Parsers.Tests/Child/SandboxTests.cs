using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.SandboxProbe;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Child;

/// <summary>
/// What a hostile file could do that took over its reader: a probe in the reader's place, started by the same code, tries it. Proved is not that attempts fail, which a
/// broken probe would do too, but that they fail there and succeed here.
/// </summary>
public sealed class SandboxTests : IDisposable
{
    private const string Variable = "KP_DATABASE_OF_SANDBOX_TESTS";

    private static readonly string[] Network =
        ["connect to loopback", "connect to an outside address", "connect to an abstract socket of the machine", "send a datagram", "resolve a name"];

    private static readonly string[] Programs = ["start another program", "start the runtime again"];

    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly Socket _abstract = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("kp-data-");
    private readonly ProbeTargets _targets;

    public SandboxTests()
    {
        var secret = "Password=" + Guid.NewGuid().ToString("N");
        var path = Path.Combine(_data.FullName, "owner");
        File.WriteAllText(path, secret);
        Environment.SetEnvironmentVariable(Variable, secret);
        _listener.Start();
        var name = "kp-probe-" + Guid.NewGuid().ToString("N");
        _abstract.Bind(new UnixDomainSocketEndPoint("\0" + name));
        _abstract.Listen();
        _targets = new ProbeTargets(
            ((IPEndPoint)_listener.LocalEndpoint).Port, OutsideAddress(), name, path, secret, Environment.ProcessId, "KnowledgePlatform.Parsers.Tests", "", KeepsCalls: false);
    }

    private static string? Sandbox => new[] { Environment.GetEnvironmentVariable("Parsing__SandboxPath"), "/usr/bin/bwrap", "/usr/local/bin/bwrap" }.FirstOrDefault(File.Exists);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _listener.Dispose();
        _abstract.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Child_reaches_no_network_no_secret_no_other_process_and_nothing_to_write_to_and_starts_no_program()
    {
        RequireSandbox();

        AssertNone(Succeeded(await ProbeAsync(Sandbox, _targets)));
    }

    [Fact]
    public async Task Sandbox_forbids_all_but_programs_of_its_own_even_to_a_child_that_gave_up_nothing()
    {
        RequireSandbox();

        // Whoever it starts and whatever it listens on lies in the sandbox too.
        AssertNone(Succeeded(await ProbeAsync(Sandbox, _targets with { KeepsCalls = true })).Where(line => !Programs.Append("listen on a port").Any(name => IsAbout(line, name))));
    }

    [Fact]
    public async Task Child_without_a_sandbox_has_no_network_no_variable_of_its_parent_and_starts_no_program()
    {
        var lines = await ProbeAsync(null, _targets);

        // "localhost" stands in a file of the machine.
        string[] forbidden = [.. Network.Where(name => name != "resolve a name"), .. Programs, "listen on a port", "find the connection to the database in the environment"];
        AssertNone(Succeeded(lines).Where(line => forbidden.Any(name => IsAbout(line, name))));
        // Only a sandbox keeps files away.
        Assert.Contains(Succeeded(lines), line => IsAbout(line, "read the secrets of the data folder"));
    }

    [Fact]
    public async Task Child_that_is_killed_in_its_midst_ends_its_own_document_and_what_it_read_stands()
    {
        RequireSandbox();
        var client = new ParserClient(new ParsingOptions { SandboxPath = Sandbox, ParserPath = ParserProgram.Used });
        // More than a pipe holds: the child waits for the parent when it is killed.
        using var document = new TemporaryFile(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("some words of text\n\n", 200_000))));
        var killed = 0;
        var summary = await client.ParseAsync(
            document.Path,
            "document.txt",
            (_, _) =>
            {
                killed += killed > 0 ? 0 : KillAll(document.Path);
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);

        Assert.True(killed > 0 && summary.PageCount > 0, $"{killed} killed, {summary.PageCount} pages");
        Assert.Equal((ParseStatus.Crashed, ParseCodes.Crashed), (summary.Outcome.Status, summary.Outcome.Code));
        using var next = new TemporaryFile("What it says"u8.ToArray());
        Assert.Equal(ParseCodes.Ok, (await client.ParseAsync(next.Path, "next.txt", TestContext.Current.CancellationToken)).Outcome.Code);
    }

    [Theory]
    [InlineData("connect to loopback")]
    [InlineData("connect to an outside address")]
    [InlineData("connect to an abstract socket of the machine")]
    [InlineData("send a datagram")]
    [InlineData("resolve a name")]
    [InlineData("listen on a port")]
    [InlineData("read the secrets of the data folder")]
    [InlineData("list the data folder")]
    [InlineData("read the accounts of the machine")]
    [InlineData("find the connection to the database in the environment")]
    [InlineData("see the parent")]
    [InlineData("read the memory of the parent")]
    [InlineData("write beside the secrets")]
    [InlineData("start another program")]
    [InlineData("start the runtime again")]
    public void What_the_child_cannot_do_can_be_done_here(string name) => Assert.NotNull(new Attempts(_targets).All().Single(attempt => attempt.Name == name).Try());

    private static void RequireSandbox() => Assert.SkipWhen(Sandbox is null, "bubblewrap is not installed");

    // Names all that succeeded, and not only that something did.
    private static void AssertNone(IEnumerable<string> succeeded) => Assert.True(!succeeded.Any(), string.Join('\n', succeeded));

    private static bool IsAbout(string line, string name) => line.StartsWith(name + "\t", StringComparison.Ordinal);

    // Those of one document alone: other tests have children as well.
    private static int KillAll(string document)
    {
        var found = Process.GetProcesses().Where(process => IsOf(process, document)).ToList();
        found.ForEach(process => process.Kill());
        return found.Count;
    }

    private static bool IsOf(Process process, string document)
    {
        try
        {
            return process.Id != Environment.ProcessId && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(document, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // gone
        }
    }

    private static IEnumerable<string> Succeeded(IEnumerable<string> lines) => lines.Where(line => line.Contains("\tsucceeded: ", StringComparison.Ordinal));

    private static async Task<string[]> ProbeAsync(string? sandbox, ProbeTargets targets)
    {
        using var document = new TemporaryFile("What it says"u8.ToArray());
        var options = new ParsingOptions { SandboxPath = sandbox, ParserPath = Path.Combine(AppContext.BaseDirectory, "KnowledgePlatform.SandboxProbe.dll") };
        var result = await new ParserClient(options).ParseAsync(document.Path, JsonSerializer.Serialize(targets), TestContext.Current.CancellationToken);
        Assert.True(result.Outcome.Status == ParseStatus.Completed, result.Outcome.ToString());
        var lines = Assert.Single(result.Pages).Text.Split('\n');
        // A probe that tried nothing would have failed at nothing.
        Assert.Equal(new Attempts(targets).All().Select(attempt => attempt.Name), lines.Select(line => line.Split('\t')[0]));
        return lines;
    }

    // A machine without a network has its loopback only.
    private static string OutsideAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";
}
