using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Protection;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers;

/// <summary>
/// The parser child: reads one document named by its standard input, answers on its standard output (see <see cref="ParserWire"/>) and ends.
/// It opens no other file, no network and no database.
/// </summary>
internal static class Program
{
    private static int Main() => ChildProcess.Run(ReadDocument);

    private static void ReadDocument(ParseRequest request, Stream output)
    {
        var sink = new DocumentSink(output, request.Limits, request.Recognizes, request.TakesMembers);
        var outcome = request.Password is { } password ? Unlocking.Unlock(request, password, sink) : DocumentReading.Read(request, sink);
        sink.Finish(outcome);
    }
}
