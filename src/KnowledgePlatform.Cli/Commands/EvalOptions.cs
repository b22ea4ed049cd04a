using System.CommandLine;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>Options that mean the same in the commands of kp eval.</summary>
internal static class EvalOptions
{
    public static Option<string?> Keep() => new("--keep") { Description = "Keep the collection under this name; another run with it takes in only what is missing.", HelpName = "NAME" };

    public static Option<int?> Questions() => new("--questions") { Description = "Ask so many questions, spread over all. Default: all.", HelpName = "N" };

    /// <summary>So many items, at even distances; all when null.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int? most) =>
        most is not { } count || count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
