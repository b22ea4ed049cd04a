using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers;

/// <summary>
/// The parser child: reads one document named by its standard input, answers on its standard output (see <see cref="ParserWire"/>) and ends.
/// It opens no other file, no network and no database.
/// </summary>
internal static class Program
{
    private const int MaxRequestBytes = 1 << 20;
    private const int ParentGone = 71;
    private const int BadRequest = 64;

    // Libraries recurse on what a file nests; virtual memory only, touched as needed.
    private const int ReaderStackBytes = 64 << 20;

    private static int Main()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        // Whatever a library prints must not come between two frames.
        Console.SetOut(TextWriter.Null);
        var frame = ParserWire.ReadAsync(input, MaxRequestBytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var request = frame is null ? null : System.Text.Json.JsonSerializer.Deserialize(frame, ParserJson.Default.ParseRequest);
        if (request is null || request.Version != ParserWire.Version)
        {
            Console.Error.WriteLine($"The parser speaks version {ParserWire.Version} of the protocol; started by a program of another version.");
            return BadRequest;
        }

        EndWithParent(input);
        using var overdue = new Timer(_ => Environment.Exit(ParentGone), null, TimeSpan.FromSeconds(request.Limits.MaxSeconds), Timeout.InfiniteTimeSpan);
        return ReadOnOwnStack(request, output);
    }

    private static int ReadOnOwnStack(ParseRequest request, Stream output)
    {
        var exitCode = 0;
        var reading = new Thread(() => exitCode = ReadDocument(request, output), ReaderStackBytes) { IsBackground = true, Name = "reading" };
        reading.Start();
        reading.Join();
        return exitCode;
    }

    private static int ReadDocument(ParseRequest request, Stream output)
    {
        try
        {
            var sink = new DocumentSink(output, request.Limits);
            var outcome = DocumentReading.Read(request, sink);
            sink.Finish(outcome);
            return 0;
        }
        catch (OutOfMemoryException)
        {
            return ParserWire.OutOfMemoryExitCode;
        }
        catch (ParentGoneException)
        {
            return ParentGone;
        }
    }

    // The parent keeps the pipe open for as long as it wants an answer; a killed parent closes it.
    private static void EndWithParent(Stream input) =>
        new Thread(() =>
        {
            while (input.ReadByte() >= 0)
            {
            }

            Environment.Exit(ParentGone);
        }) { IsBackground = true, Name = "parent" }.Start();
}
