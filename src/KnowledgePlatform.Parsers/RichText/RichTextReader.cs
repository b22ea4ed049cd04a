using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Reads Rich Text (.rtf).</summary>
internal sealed class RichTextReader : IDocumentReader
{
    // Programs leave a few stray bytes after the end; more than this may be text.
    private const int FewLetters = 20;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var stream = File.OpenRead(file.Path);
        stream.Position = RtfSigns.StartOf(file.Head(RtfSigns.Within));
        var parts = new PartWriter(sink);
        var leftOut = new LeftOut();
        var text = new RtfInterpreter(stream, parts, sink.Limits, leftOut, title => sink.Info(DocumentKind.RichText, title));
        var isWhole = text.Read();
        parts.Finish();
        leftOut.Report(sink);
        if (!isWhole)
        {
            throw new EndOfStreamException();
        }

        if (text.LettersAfter() is > 0 and var letters)
        {
            sink.Skip(null, "The file goes on after the end of the document; what follows was not read.", unread: letters > FewLetters);
        }
    }
}
