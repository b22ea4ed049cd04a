using System.CommandLine;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp bench: measures speed.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure speed.") { BenchSearchCommand.Create(), BenchChatCommand.Create() };
}
