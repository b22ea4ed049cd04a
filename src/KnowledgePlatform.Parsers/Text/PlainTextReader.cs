using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Text;

/// <summary>Reads plain text: paragraphs are parted by blank lines, lines that a program wrapped are joined again.</summary>
internal sealed class PlainTextReader : IDocumentReader
{
    // Four bytes a character is the most any encoding here takes for what becomes one UTF-16 code unit.
    private const int BytesPerCharacter = 4;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        var text = ReadText(file, sink, out var whole);
        sink.Info(DocumentKind.Text, null);
        var parts = new PartWriter(sink);
        foreach (var (kind, line) in TextLines.Blocks(text))
        {
            parts.Add(kind, 0, line);
        }

        parts.Finish();
        if (!whole)
        {
            throw new LimitReachedException($"The file has more than {sink.Limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }
    }

    /// <summary>The file's text, cut at the limit, in the character set that is found.</summary>
    public static string ReadText(SourceFile file, DocumentSink sink, out bool whole)
    {
        var most = (int)Math.Min(Math.Min(file.Length, sink.Limits.MaxTextLength * BytesPerCharacter), Array.MaxLength);
        whole = most == file.Length;
        var (text, guessed) = TextDecoder.Decode(file.Head(most));
        if (guessed)
        {
            sink.Skip(null, "The file does not say in which character set it is written; it was guessed, so accented letters may be wrong.", unread: false);
        }

        return text;
    }
}
