using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>The recording is not transcribed, or not further; the message says why to whoever uploaded it.</summary>
/// <param name="outcome">How the reading ends by it.</param>
/// <param name="inner">What it comes from.</param>
internal sealed class TranscriptionException(ParseOutcome outcome, Exception? inner = null) : Exception(outcome.Sentence, inner)
{
    /// <summary>How the reading ends by it.</summary>
    public ParseOutcome Outcome => outcome;

    /// <summary>It will fail again until the operator changes something.</summary>
    public static TranscriptionException SetUp(string sentence, Exception? inner = null) => new(new ParseOutcome(ParseStatus.Refused, ParseCodes.NeedsTranscription, sentence), inner);

    /// <summary>It may go well a little later.</summary>
    public static TranscriptionException Passing(string sentence, Exception? inner = null) => new(new ParseOutcome(ParseStatus.Crashed, ParseCodes.Crashed, sentence), inner);

    /// <summary>The recording itself is the reason.</summary>
    public static TranscriptionException Of(string code, string sentence, Exception? inner = null) => new(new ParseOutcome(ParseStatus.Refused, code, sentence), inner);
}
