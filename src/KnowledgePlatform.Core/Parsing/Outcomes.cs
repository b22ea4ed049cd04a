using System.Globalization;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>The outcomes that the parent finds, with their sentences.</summary>
internal static class Outcomes
{
    public static ParseOutcome NotStarted { get; } =
        new(ParseStatus.Crashed, ParseCodes.NotStarted, "The program that reads documents could not be started; tell the administrator.");

    public static ParseOutcome ProtocolViolated { get; } =
        new(ParseStatus.Crashed, ParseCodes.ProtocolViolated, "The program that reads documents gave an answer that makes no sense for this file; the answer was dropped.");

    public static ParseOutcome TooMuchOutput { get; } =
        new(ParseStatus.TooMuchOutput, ParseCodes.TooMuchOutput, "The file gives more text than is accepted; reading was stopped there.");

    public static ParseOutcome TimedOut(TimeSpan limit) =>
        new(ParseStatus.TimedOut, ParseCodes.TimedOut, Invariant($"Reading the file took longer than {limit.TotalSeconds:0} seconds and was stopped."));

    public static ParseOutcome OutOfMemory(long limit) =>
        new(ParseStatus.OutOfMemory, ParseCodes.OutOfMemory, Invariant($"Reading the file needs more memory than is allowed ({limit >> 20} MiB) and was stopped."));

    public static ParseOutcome Crashed(string how) =>
        new(ParseStatus.Crashed, ParseCodes.Crashed, $"The program that reads documents broke down over this file ({how}).");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
