using AngleSharp.Html.Dom;
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
        sink.Info(DocumentKind.Html, document.Title, origin: OriginOf(document));
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

    private static Origin OriginOf(IHtmlDocument document)
    {
        string? Meta(params string[] names) => names.Select(name => document.Head?.QuerySelector($"meta[name='{name}' i], meta[property='{name}' i]")?.GetAttribute("content"))
            .FirstOrDefault(content => !string.IsNullOrWhiteSpace(content));
        return Origin.Of(Meta("author", "dc.creator", "dcterms.creator"), Meta("article:published_time", "dcterms.created", "dc.date", "date"));
    }
}
