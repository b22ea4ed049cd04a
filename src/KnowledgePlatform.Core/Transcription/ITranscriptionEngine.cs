using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>What turns sound into text: a child process with a model, or a server.</summary>
internal interface ITranscriptionEngine : IAsyncDisposable
{
    /// <summary>Transcribes a piece.</summary>
    /// <param name="samples">As <see cref="SoundPiece.Samples"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it heard, not checked yet.</returns>
    /// <exception cref="TranscriptionException">It cannot.</exception>
    Task<IReadOnlyList<SpokenSegment>> TranscribeAsync(byte[] samples, CancellationToken cancellationToken);
}
