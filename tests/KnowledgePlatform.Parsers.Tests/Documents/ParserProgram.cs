namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>The parser child that tests start.</summary>
internal static class ParserProgram
{
    /// <summary>The one compiled to native code, where the commands in deploy/ made one and named it as they name it to the product; null without.</summary>
    public static string? Native { get; } = Environment.GetEnvironmentVariable("Parsing__ParserPath") is { Length: > 0 } path ? path : null;

    /// <summary>The managed one of this build.</summary>
    public static string Managed { get; } = Path.Combine(AppContext.BaseDirectory, "KnowledgePlatform.Parsers.dll");

    /// <summary>The one that reads in production on this machine.</summary>
    public static string Used => Native ?? Managed;
}
