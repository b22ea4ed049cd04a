using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>Reads a document with the real readers in this process: the same code, messages and checks as with the child, some 300 ms sooner.</summary>
internal static class Read
{
    public static ParseResult Bytes(byte[] document, string name, ParseLimits? limits = null)
    {
        using var file = new TemporaryFile(document);
        using var wire = new MemoryStream();
        var options = new ParsingOptions { Limits = limits ?? new ParseLimits() };
        var sink = new DocumentSink(wire, options.Limits);
        sink.Finish(DocumentReading.Read(new ParseRequest(ParserWire.Version, file.Path, name, options.Limits), sink));
        wire.Position = 0;
        return TakeAsync(wire, options).GetAwaiter().GetResult();
    }

    public static ParseResult Pdf(Action<PdfPageBuilder> page) => Pdf(new PdfBuilder().Page(page));

    public static ParseResult Pdf(PdfBuilder document, ParseLimits? limits = null) => Bytes(document.Build(), "document.pdf", limits);

    private static async Task<ParseResult> TakeAsync(MemoryStream wire, ParsingOptions options)
    {
        var pages = new List<ParsedPage>();
        var answer = new ParserAnswer(options, (page, _) =>
        {
            pages.Add(page);
            return ValueTask.CompletedTask;
        });
        while (await ParserWire.ReadAsync(wire, options.MaxMessageBytes, CancellationToken.None) is { } frame)
        {
            if (await answer.TakeAsync(frame, CancellationToken.None) is { } outcome)
            {
                var summary = answer.Summary(outcome);
                return new ParseResult(summary.Info, pages, summary.Skipped, outcome);
            }
        }

        throw new InvalidOperationException("the reader gave no outcome");
    }
}

/// <summary>A file for one test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "kp-parsers-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(Path);
}
