using KnowledgePlatform.Core.Processes;
using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>How the child is started: an empty environment but for the runtime's own settings, and a sandbox where one is set.</summary>
internal static class ParserStart
{
    private const string DocumentInSandbox = "/document";

    // What a .NET program needs to see of the system: libraries, the loader's cache, nothing of /home, /var or /etc/passwd.
    private static readonly string[] System = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ssl/openssl.cnf"];

    /// <summary>The start of a child for one document.</summary>
    public static ProcessStartInfo For(ParsingOptions options, string path)
    {
        var start = new ProcessStartInfo
        {
            FileName = options.HasSandbox ? options.SandboxPath : Dotnet(options),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(options.ParserPath)) is { } folder && Directory.Exists(folder) ? folder : Path.GetPathRoot(Environment.SystemDirectory) ?? "/",
        };
        SetEnvironment(start, options);
        if (options.HasSandbox)
        {
            AddSandbox(start, options, path);
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.GetFullPath(options.ParserPath));
        return start;
    }

    /// <summary>Where the child finds the document.</summary>
    public static string PathInChild(ParsingOptions options, string path) => options.HasSandbox ? DocumentInSandbox : Path.GetFullPath(path);

    private static void SetEnvironment(ProcessStartInfo start, ParsingOptions options)
    {
        // Secrets of the parent (connection strings, keys) must not reach the child.
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = options.MemoryLimitBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        if (OperatingSystem.IsWindows())
        {
            start.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot"); // Windows cannot load its libraries without
        }
    }

    private static void AddSandbox(ProcessStartInfo start, ParsingOptions options, string path)
    {
        void Add(params string[] arguments) => Array.ForEach(arguments, start.ArgumentList.Add);
        Add("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL");
        foreach (var part in System)
        {
            Add("--ro-bind-try", part, part);
        }

        var dotnet = Dotnet(options);
        var root = Path.GetDirectoryName(dotnet)!;
        var parsers = Path.GetDirectoryName(Path.GetFullPath(options.ParserPath))!;
        // The empty /tmp comes first: the program may itself lie below /tmp.
        Add("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp");
        Add("--ro-bind", root, root, "--ro-bind", parsers, parsers, "--ro-bind", Path.GetFullPath(path), DocumentInSandbox);
        Add("--chdir", parsers, "--", dotnet);
    }

    private static string Dotnet(ParsingOptions options) => options.DotnetPath ?? DotnetProgram.Find();
}
