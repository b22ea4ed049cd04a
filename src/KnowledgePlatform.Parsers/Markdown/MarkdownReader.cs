using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using Markdig;

namespace KnowledgePlatform.Parsers.Markdown;

/// <summary>Reads Markdown with tables, footnotes and front matter.</summary>
internal sealed class MarkdownReader : IDocumentReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseFootnotes().UseYamlFrontMatter().UseTaskLists().UseDefinitionLists().UseAutoLinks()
        .Build();

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        var text = PlainTextReader.ReadText(file, sink, out var whole);
        var document = Parse(text, sink);
        sink.Info(DocumentKind.Markdown, FrontMatter.Title(document), origin: FrontMatter.OriginOf(document));
        var parts = new PartWriter(sink);
        new MarkdownBlocks(parts, sink.Limits).Write(document);
        parts.Finish();
        if (!whole)
        {
            throw new LimitReachedException($"The file has more than {sink.Limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }
    }

    private static Markdig.Syntax.MarkdownDocument Parse(string text, DocumentSink sink)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            throw new RefusedException(ParseCodes.NestedTooDeeply, $"The file nests lists or quotations deeper than is accepted ({sink.Limits.MaxDepth} levels).");
        }
    }
}
