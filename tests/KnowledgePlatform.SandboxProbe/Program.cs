using System.Text.Json;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers;

namespace KnowledgePlatform.SandboxProbe;

/// <summary>
/// Stands in for the parser child in a test: it is started, asked and answered by the same code, and in place of reading the document it tries what a hostile one
/// would. What it shall try comes in place of the document's name, what came of it goes back as the text of a page: a line for each attempt.
/// </summary>
internal static class Program
{
    private const int LongestLine = 200;

    private static int Main() => ChildProcess.Run(Try, request => !Targets(request).KeepsCalls);

    private static void Try(ParseRequest request, Stream output)
    {
        var lines = new Attempts(Targets(request) with { Document = request.Path }).All().Select(attempt => $"{attempt.Name}\t{Ending(attempt.Try)}").ToList();
        var text = string.Join('\n', lines);
        var blocks = new List<Block>();
        foreach (var line in lines)
        {
            blocks.Add(new Block(BlockKind.Paragraph, 0, blocks.Count == 0 ? 0 : blocks[^1].Start + blocks[^1].Length + 1, line.Length));
        }

        Send(new InfoMessage(new DocumentInfo(DocumentKind.Text, null, 0)));
        Send(PageMessage.From(new ParsedPage(1, 0, 0, text, blocks, [])));
        Send(new OutcomeMessage(new ParseOutcome(ParseStatus.Completed, ParseCodes.Ok, "All was tried.")));

        void Send(ParserMessage message) => ParserWire.Write(output, message, ParserJson.Default.ParserMessage);
    }

    private static ProbeTargets Targets(ParseRequest request) => JsonSerializer.Deserialize<ProbeTargets>(request.FileName)!;

    private static string Ending(Func<string> attempt)
    {
        try
        {
            return "succeeded: " + Line(attempt());
        }
        catch (Exception failure)
        {
            return "failed: " + Line(failure.GetType().Name + " " + failure.Message);
        }
    }

    private static string Line(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return line.Length > LongestLine ? line[..LongestLine] : line;
    }
}
