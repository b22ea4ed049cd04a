using System.CommandLine;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval: measures quality on test collections, by the same path that documents and questions take.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measure quality.")
    {
        EvalRetrievalCommand.Create(), EvalIngestionCommand.Create(), EvalReadingCommand.Create(), EvalFuzzCommand.Create(), EvalQuotesCommand.Create(),
        EvalRefusalCommand.Create(), EvalClaimsCommand.Create(), EvalVerificationCommand.Create(), EvalConflictsCommand.Create(),
    };
}
