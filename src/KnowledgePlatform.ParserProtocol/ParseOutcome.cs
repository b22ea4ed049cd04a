using System.Text.Json.Serialization;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>How reading a file ended; a closed list. The child reports the first three, the parent finds the others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParseStatus>))]
public enum ParseStatus
{
    /// <summary>Read to its end; small things left out are listed as skipped.</summary>
    Completed,

    /// <summary>Something that a reader sees was not read: pages are missing or reading stopped early. What was read stands.</summary>
    Partial,

    /// <summary>Nothing of use was read; the code and the sentence say why. Trying again changes nothing.</summary>
    Refused,

    /// <summary>The time limit passed. What was read before stands.</summary>
    TimedOut,

    /// <summary>The memory limit was met. What was read before stands.</summary>
    OutOfMemory,

    /// <summary>More came back than is accepted. What was read before stands.</summary>
    TooMuchOutput,

    /// <summary>The child ended or answered in a way it never should. What was read before stands; trying again may help.</summary>
    Crashed,
}

/// <summary>The end of reading one file.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Code">A stable code out of <see cref="ParseCodes"/>; "ok" when completed.</param>
/// <param name="Sentence">What a person who uploaded the file should know; never text of the document.</param>
public sealed record ParseOutcome(ParseStatus Status, string Code, string Sentence);

/// <summary>The stable codes of <see cref="ParseOutcome.Code"/>.</summary>
public static class ParseCodes
{
    /// <summary>Read to its end.</summary>
    public const string Ok = "ok";

    /// <summary>Some pages or parts could not be read.</summary>
    public const string PagesSkipped = "pages_skipped";

    /// <summary>A fault in the file ended the reading early.</summary>
    public const string StoppedAtFault = "stopped_at_fault";

    /// <summary>A limit on pages, text or nesting ended the reading early.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>The file has no byte.</summary>
    public const string EmptyFile = "empty_file";

    /// <summary>The file is well formed and has no text.</summary>
    public const string NoText = "no_text";

    /// <summary>Pictures of pages only, and text recognition is not set up.</summary>
    public const string NoTextLayer = "no_text_layer";

    /// <summary>A password is needed to open the file.</summary>
    public const string PasswordRequired = "password_required";

    /// <summary>A password was given and does not open the file.</summary>
    public const string PasswordWrong = "password_wrong";

    /// <summary>The file is protected in a way that cannot be undone here.</summary>
    public const string UnsupportedProtection = "unsupported_protection";

    /// <summary>The format is known and not read yet.</summary>
    public const string FormatNotSupported = "format_not_supported";

    /// <summary>The file is of a format that the parent has to convert first; see <see cref="DocumentInfo.Kind"/>.</summary>
    public const string NeedsConversion = "needs_conversion";

    /// <summary>The file is a recording that the parent has to transcribe, and cannot: no model and no server is set up.</summary>
    public const string NeedsTranscription = "needs_transcription";

    /// <summary>The recording is of a format that needs a decoder which is not installed.</summary>
    public const string NeedsDecoder = "needs_decoder";

    /// <summary>The file's turn has not come: what it needs serves another one.</summary>
    public const string Busy = "busy";

    /// <summary>The content is of no known format.</summary>
    public const string FormatUnknown = "format_unknown";

    /// <summary>The file is broken or cut off.</summary>
    public const string Damaged = "damaged";

    /// <summary>The file unpacks to more than is accepted.</summary>
    public const string UnpacksTooLarge = "unpacks_too_large";

    /// <summary>The file's elements are nested too deeply.</summary>
    public const string NestedTooDeeply = "nested_too_deeply";

    /// <summary>The file cannot be opened by the parser program.</summary>
    public const string NotReadable = "not_readable";

    /// <summary>The time limit passed.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The memory limit was met.</summary>
    public const string OutOfMemory = "out_of_memory";

    /// <summary>More came back than is accepted.</summary>
    public const string TooMuchOutput = "too_much_output";

    /// <summary>The parser program ended without an outcome.</summary>
    public const string Crashed = "crashed";

    /// <summary>The parser program could not be started.</summary>
    public const string NotStarted = "not_started";

    /// <summary>The parser program sent what the protocol does not allow.</summary>
    public const string ProtocolViolated = "protocol_violated";
}
