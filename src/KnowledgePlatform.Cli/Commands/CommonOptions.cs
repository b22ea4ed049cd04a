using System.CommandLine;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one line of JSON instead of a table." };

    public static Option<string?> As() => new("--as") { Description = "The person on whose behalf this is done. Default: the first administrator." };

    public static Option<string[]> Collections() => new("--collection", "-c")
    {
        Description = "Name of a collection; may be given several times. Default: all that the person may open.",
        AllowMultipleArgumentsPerToken = false,
    };
}
