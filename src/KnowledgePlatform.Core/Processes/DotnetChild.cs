using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.Core.Processes;

/// <summary>How a child program of ours that deals with foreign content is started: an empty environment but for the runtime's own settings, and a sandbox where one is set.</summary>
internal sealed record DotnetChild
{
    // What a .NET program needs to see of the system: libraries, the loader's cache, nothing of /home, /var or /etc/passwd.
    private static readonly string[] System = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ssl/openssl.cnf"];

    /// <summary>Path of the program's dll, or of the program itself where it was compiled to native code.</summary>
    public required string Program { get; init; }

    /// <summary>Path of dotnet; null for the one that runs this process.</summary>
    public string? Dotnet { get; init; }

    /// <summary>Path of bubblewrap; the child then sees no network and no file but <see cref="File"/>, itself and the runtime. Null starts it without.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Bytes that its managed heap may take.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Bytes that it may write into the sandbox's /tmp, which lies in memory. Default 16 MiB.</summary>
    public long ScratchBytes { get; init; } = 16L << 20;

    /// <summary>The one file that it may read: its path here, and where it lies in the sandbox.</summary>
    public required (string Path, string InSandbox) File { get; init; }

    /// <summary>Where the child finds the file.</summary>
    public string PathInChild => Sandbox is null ? Path.GetFullPath(File.Path) : File.InSandbox;

    /// <summary>True for the path of a dll, which needs the runtime.</summary>
    /// <param name="program">As <see cref="Program"/>.</param>
    public static bool IsManaged(string program) => Path.GetExtension(program).Equals(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>The start.</summary>
    public ProcessStartInfo Start()
    {
        var program = Path.GetFullPath(Program);
        var dotnet = IsManaged(program) ? Dotnet ?? DotnetProgram.Find() : null;
        var start = new ProcessStartInfo
        {
            FileName = Sandbox ?? dotnet ?? program,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program) is { } folder && Directory.Exists(folder) ? folder : Path.GetPathRoot(Environment.SystemDirectory) ?? "/",
        };
        SetEnvironment(start);
        if (Sandbox is not null)
        {
            AddSandbox(start, program, dotnet);
        }

        if (dotnet is not null)
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(program);
        }

        return start;
    }

    private void SetEnvironment(ProcessStartInfo start)
    {
        // Secrets of the parent (connection strings, keys) must not reach the child.
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("x", CultureInfo.InvariantCulture);
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

    private void AddSandbox(ProcessStartInfo start, string program, string? dotnet)
    {
        void Add(params string[] arguments) => Array.ForEach(arguments, start.ArgumentList.Add);
        Add("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL");
        foreach (var part in System)
        {
            Add("--ro-bind-try", part, part);
        }

        var folder = Path.GetDirectoryName(program)!;
        // The empty /tmp comes first: the program may itself lie below /tmp.
        Add("--proc", "/proc", "--dev", "/dev", "--size", ScratchBytes.ToString(CultureInfo.InvariantCulture), "--tmpfs", "/tmp");
        if (Path.GetDirectoryName(dotnet) is { } root)
        {
            Add("--ro-bind", root, root);
        }

        Add("--ro-bind", folder, folder, "--ro-bind", Path.GetFullPath(File.Path), File.InSandbox);
        // Both lie in memory: what is written there would count for nobody.
        Add("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", folder, "--", dotnet ?? program);
    }
}
