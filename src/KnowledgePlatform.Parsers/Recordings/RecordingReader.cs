using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Recordings;

/// <summary>Sound recordings: it says what they are, so that the parent has them transcribed when it can; what it says besides stands when it cannot.</summary>
internal sealed class RecordingReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        sink.Info(DocumentKind.Recording, null);
        throw new RefusedException(
            ParseCodes.NeedsTranscription,
            "The file is a sound recording. It cannot be transcribed here: no Whisper model is set up (Transcription:Model) and no transcription server (Transcription:Url). "
            + "The file is kept; ask the administrator to set one up, then try again.");
    }
}
