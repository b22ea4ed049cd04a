using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>How the parser child is started and held in check.</summary>
public sealed record ParsingOptions
{
    /// <summary>
    /// Path of the parser child: KnowledgePlatform.Parsers.dll, which the runtime runs, or the same program compiled to native code, which reads the same at a fraction of the
    /// processor time. Default: the dll in parsers/ beside the running program (see CopyParsers.targets); deploy/run and the image set the native one.
    /// </summary>
    public string ParserPath { get; init; } = Path.Combine(AppContext.BaseDirectory, "parsers", "KnowledgePlatform.Parsers.dll");

    /// <summary>True when the child is compiled to native code.</summary>
    public bool IsNative => !DotnetChild.IsManaged(ParserPath);

    /// <summary>Path of the dotnet program that runs a managed child; null (the default) for the one that runs this process.</summary>
    public string? DotnetPath { get; init; }

    /// <summary>Path of bubblewrap; the child then sees no network and no file but the document and the runtime. Null (the default), empty or blank starts it without.</summary>
    public string? SandboxPath { get; init; }

    /// <summary>True when the child runs in a sandbox.</summary>
    [MemberNotNullWhen(true, nameof(SandboxPath))]
    public bool HasSandbox => !string.IsNullOrWhiteSpace(SandboxPath);

    /// <summary>Time that the child may take, without the time in which its pages are stored. Default 120 s: some 5,000 pages.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Memory that the child may take in bytes, as its heap and as its resident set. Default 1 GiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MemoryLimitBytes { get; init; } = 1L << 30;

    /// <summary>Bytes that the child may write to the scratch of its sandbox, which lies in memory and counts for no other limit. Default 16 MB; the readers write nothing.</summary>
    [Range(1 << 20, 1 << 30)]
    public int ScratchBytes { get; init; } = 16 << 20;

    /// <summary>How often the resident set is looked at. Default 100 ms: a process fills some 200 MB in that time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan MemoryCheckInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes that the child may send for one document. Default 1 GiB.</summary>
    [Range(1L << 10, 1L << 40)]
    public long MaxOutputBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of one message, which is one page, at most. Default 32 MiB.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxMessageBytes { get; init; } = 32 << 20;

    /// <summary>Skipped parts that are kept; more are counted as one. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSkipped { get; init; } = 2_000;

    /// <summary>How far the child goes: pages, text, nesting, unpacked size.</summary>
    [ValidateObjectMembers]
    public ParseLimits Limits { get; init; } = new();
}
