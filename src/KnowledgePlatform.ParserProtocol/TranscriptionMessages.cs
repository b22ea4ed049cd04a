using System.Text.Json.Serialization;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>
/// What goes to and from the child that runs Whisper, in frames of <see cref="ParserWire"/>: one request, which is answered when the model is loaded; then pieces of sound, each
/// answered by its segments. The child ends with the pipe. It sees samples only, never the recording itself.
/// </summary>
/// <param name="Model">Path of the ggml file, as the child sees it.</param>
/// <param name="Language">ISO 639-1 code, or "auto".</param>
/// <param name="Threads">Threads to compute with.</param>
public sealed record TranscriptionRequest(string Model, string Language, int Threads);

/// <summary>A piece of sound.</summary>
/// <param name="Samples">16 bits, little endian, one channel, <see cref="Rate"/> a second.</param>
public sealed record SoundPiece(byte[] Samples)
{
    /// <summary>Samples a second: what Whisper's models are made for.</summary>
    public const int Rate = 16_000;

    /// <summary>Bytes of a sample.</summary>
    public const int SampleBytes = 2;
}

/// <summary>A stretch of speech.</summary>
/// <param name="Start">Seconds from the beginning of the piece.</param>
/// <param name="End">Seconds from the beginning of the piece.</param>
/// <param name="Text">What was said.</param>
public sealed record SpokenSegment(double Start, double End, string Text);

/// <summary>The child's answer.</summary>
/// <param name="Fault">Why it cannot be done; null when it can. Nothing follows a fault.</param>
/// <param name="Segments">The segments of a piece; empty in answer to the request.</param>
public sealed record TranscriptionAnswer(string? Fault, SpokenSegment[] Segments);

/// <summary>Serialization without reflection.</summary>
[JsonSourceGenerationOptions(MaxDepth = 8, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TranscriptionRequest))]
[JsonSerializable(typeof(SoundPiece))]
[JsonSerializable(typeof(TranscriptionAnswer))]
public sealed partial class TranscriptionJson : JsonSerializerContext;
