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

    public static ParseOutcome Busy { get; } =
        new(ParseStatus.Crashed, ParseCodes.Busy, "Waiting for another recording to be transcribed.");

    public static ParseOutcome PagesSkipped { get; } =
        new(ParseStatus.Partial, ParseCodes.PagesSkipped, "Some pages or parts could not be read; they are listed.");

    public static ParseOutcome TooMuchOutput { get; } =
        new(ParseStatus.TooMuchOutput, ParseCodes.TooMuchOutput, "The file gives more text than is accepted; reading was stopped there.");

    public static ParseOutcome TimedOut(TimeSpan limit) =>
        new(ParseStatus.TimedOut, ParseCodes.TimedOut, Invariant($"Reading the file took longer than {limit.TotalSeconds:0} seconds and was stopped."));

    public static ParseOutcome OutOfMemory(long limit) =>
        new(ParseStatus.OutOfMemory, ParseCodes.OutOfMemory, Invariant($"Reading the file needs more memory than is allowed ({limit >> 20} MiB) and was stopped."));

    // Libraries follow what a file nests by calling themselves, some of them without end: trying again changes nothing.
    public static ParseOutcome NestedTooDeeply(bool hasPages) => new(
        hasPages ? ParseStatus.Partial : ParseStatus.Refused, ParseCodes.NestedTooDeeply,
        hasPages ? "Parts of the file are nested too deeply, or refer to each other in a circle; what comes after the last page read is missing."
            : "Parts of the file are nested too deeply, or refer to each other in a circle; it cannot be read.");

    public static ParseOutcome Crashed(string how) =>
        new(ParseStatus.Crashed, ParseCodes.Crashed, $"The program that reads documents broke down over this file ({how}).");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
