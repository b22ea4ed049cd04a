using KnowledgePlatform.Core.Processes;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>How the parser child is started.</summary>
internal static class ParserStart
{
    /// <summary>A child for one document.</summary>
    public static DotnetChild For(ParsingOptions options, string path) => new()
    {
        Program = options.ParserPath,
        Dotnet = options.DotnetPath,
        Sandbox = options.HasSandbox ? options.SandboxPath : null,
        HeapBytes = options.MemoryLimitBytes,
        ScratchBytes = options.ScratchBytes,
        File = (path, "/document"),
    };
}
