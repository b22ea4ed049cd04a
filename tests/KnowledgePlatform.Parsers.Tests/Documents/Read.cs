using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Protection;
using KnowledgePlatform.Parsers.Reading;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>
/// Reads a document in the native child, which starts quickly and may lack what the readers find by reflection; where there is none with the real readers in this process: the
/// same code, messages and checks as with a managed child, some 300 ms sooner.
/// </summary>
internal static class Read
{
    public static ParseResult Bytes(byte[] document, string name, ParseLimits? limits = null) => ParserProgram.Native is { } native
        ? Child(native, document, name, limits).GetAwaiter().GetResult() : Here(document, name, limits);

    /// <summary>Reads a document in a child.</summary>
    public static async Task<ParseResult> Child(string program, byte[] document, string name, ParseLimits? limits = null)
    {
        using var file = new TemporaryFile(document);
        var options = new ParsingOptions { ParserPath = program, Limits = limits ?? new ParseLimits() };
        return await new ParserClient(options).ParseAsync(file.Path, name, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads a document in this process.</summary>
    public static ParseResult Here(byte[] document, string name, ParseLimits? limits = null)
    {
        using var file = new TemporaryFile(document);
        using var wire = new MemoryStream();
        var options = new ParsingOptions { Limits = limits ?? new ParseLimits() };
        var sink = new DocumentSink(wire, options.Limits, recognizes: false, takesMembers: true);
        sink.Finish(DocumentReading.Read(new ParseRequest(ParserWire.Version, file.Path, name, options.Limits, Recognizes: false), sink));
        wire.Position = 0;
        return TakeAsync(wire, options).GetAwaiter().GetResult();
    }

    /// <summary>Undoes a document's protection; null when nothing came out.</summary>
    public static (ParseOutcome Outcome, byte[]? Unlocked) Unlock(byte[] document, string name, string password) => ParserProgram.Native is { } native
        ? UnlockInChild(native, document, name, password).GetAwaiter().GetResult() : UnlockHere(document, name, password);

    private static async Task<(ParseOutcome Outcome, byte[]? Unlocked)> UnlockInChild(string program, byte[] document, string name, string password)
    {
        using var file = new TemporaryFile(document);
        using var unlocked = new MemoryStream();
        var client = new ParserClient(new ParsingOptions { ParserPath = program });
        var outcome = await client.UnlockAsync(file.Path, name, password, (content, token) => content.CopyToAsync(unlocked, token), TestContext.Current.CancellationToken);
        return (outcome, unlocked.Length > 0 ? unlocked.ToArray() : null);
    }

    private static (ParseOutcome Outcome, byte[]? Unlocked) UnlockHere(byte[] document, string name, string password)
    {
        using var file = new TemporaryFile(document);
        using var wire = new MemoryStream();
        var limits = new ParseLimits();
        var sink = new DocumentSink(wire, limits, recognizes: false, takesMembers: true);
        sink.Finish(Unlocking.Unlock(new ParseRequest(ParserWire.Version, file.Path, name, limits, Recognizes: false), password, sink));
        wire.Position = 0;
        using var unlocked = new MemoryStream();
        var result = TakeAsync(wire, new ParsingOptions(), (_, content, token) => content.CopyToAsync(unlocked, token)).GetAwaiter().GetResult();
        return (result.Outcome, unlocked.Length > 0 ? unlocked.ToArray() : null);
    }

    public static ParseResult Pdf(Action<PdfPageBuilder> page) => Pdf(new PdfBuilder().Page(page));

    public static ParseResult Pdf(PdfBuilder document, ParseLimits? limits = null) => Bytes(document.Build(), "document.pdf", limits);

    private static async Task<ParseResult> TakeAsync(MemoryStream wire, ParsingOptions options, Func<string, Stream, CancellationToken, Task>? onMember = null)
    {
        var pages = new List<ParsedPage>();
        var members = new List<ParsedMember>();
        await using var intake = new MemberIntake(options.Limits, onMember ?? (async (path, content, token) =>
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, token);
            members.Add(new ParsedMember(path, bytes.Length));
        }));
        var answer = new ParserAnswer(
            options,
            null,
            (page, _) =>
            {
                pages.Add(page);
                return ValueTask.CompletedTask;
            },
            intake);
        while (await ParserWire.ReadAsync(wire, options.MaxMessageBytes, CancellationToken.None) is { } frame)
        {
            if (await answer.TakeAsync(frame, CancellationToken.None) is { } outcome)
            {
                var summary = answer.Summary(outcome);
                return new ParseResult(summary.Info, pages, summary.Skipped, outcome) { Members = members };
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
