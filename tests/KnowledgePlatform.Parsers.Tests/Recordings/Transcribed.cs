using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>Reads a recording as ingestion does: by the parser child, then the transcriber.</summary>
internal static class Transcribed
{
    public static string Decoder => Path.Combine(Repository.Root, "deploy", "lib", "decode-audio");

    public static async Task<(ParseSummary Summary, List<ParsedPage> Pages, List<string> Progress)> ReadAsync(
        byte[] recording, TranscriptionOptions settings, IReadOnlyDictionary<int, ParsedPage>? earlier = null, string? sandbox = null)
    {
        using var file = new TemporaryFile(recording);
        var parsing = Parsing(sandbox);
        using var transcriber = new RecordingTranscriber(Microsoft.Extensions.Options.Options.Create(settings), parsing);
        var (pages, progress) = (new List<ParsedPage>(), new List<string>());
        var read = new ParsedFile(file.Path, "hearing.wav", (page, _) =>
        {
            pages.Add(page);
            return ValueTask.CompletedTask;
        })
        {
            Earlier = earlier ?? new Dictionary<int, ParsedPage>(),
            OnProgress = (how, _) =>
            {
                progress.Add(how);
                return Task.CompletedTask;
            },
        };
        return (await new ParserClient(parsing, transcriber: transcriber).ParseAsync(read, TestContext.Current.CancellationToken), pages, progress);
    }

    /// <summary>As `kp check` tries it.</summary>
    public static async Task<string> CheckAsync(TranscriptionOptions settings)
    {
        using var transcriber = new RecordingTranscriber(Microsoft.Extensions.Options.Options.Create(settings), Parsing(null));
        return await transcriber.CheckAsync(TestContext.Current.CancellationToken);
    }

    private static ParsingOptions Parsing(string? sandbox) => new() { ParserPath = ParserProgram.Used, SandboxPath = sandbox };
}
