using AngleSharp.Html.Parser;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Html;

/// <summary>Reads an HTML page as text: no script runs, nothing is fetched.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        var text = HtmlCharset.Read(file, sink, out var whole);
        HtmlNesting.Check(text, sink.Limits.MaxHtmlDepth);
        using var document = new HtmlParser().ParseDocument(text);
        sink.Info(DocumentKind.Html, document.Title);
        var parts = new PartWriter(sink);
        if (document.Body is { } body)
        {
            new HtmlBlocks(parts, sink.Limits).Write(body);
        }

        parts.Finish();
        if (!whole)
        {
            throw new LimitReachedException($"The file has more than {sink.Limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }
    }
}
