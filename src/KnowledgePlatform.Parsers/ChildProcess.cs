using System.Collections.Concurrent;
using System.Text.Json;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers;

/// <summary>What makes a process a child of the parser client: it takes one request, gives up what it does not need, answers, and ends with its parent.</summary>
internal static class ChildProcess
{
    private const int MaxRequestBytes = 1 << 20;
    private const int ParentGone = 71;
    private const int BadRequest = 64;

    // Libraries recurse on what a file nests; virtual memory only, touched as needed.
    private const int ReaderStackBytes = 64 << 20;

    /// <summary>Takes a request from standard input and lets <paramref name="answer"/> answer it on standard output, and so on while requests say that others follow; returns the exit status.</summary>
    /// <param name="answer">Answers; running out of memory and a closed pipe may come out of it as exceptions.</param>
    /// <param name="isRestrained">False keeps the system calls that a reader does not need: only for a test that asks what the sandbox forbids by itself.</param>
    public static int Run(Action<ParseRequest, Stream> answer, Func<ParseRequest, bool>? isRestrained = null)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        // Whatever a library prints must not come between two frames.
        Console.SetOut(TextWriter.Null);
        var request = Understood(NextFrame(input));
        if (request is not null && isRestrained?.Invoke(request) != false)
        {
            SystemCallFilter.Apply();
        }

        using var waiting = new BlockingCollection<byte[]>();
        EndWithParent(input, waiting);
        var exitCode = request is null ? BadRequest : 0;
        while (request is not null && exitCode == 0)
        {
            using var overdue = new Timer(_ => Environment.Exit(ParentGone), null, TimeSpan.FromSeconds(request.Limits.MaxSeconds), Timeout.InfiniteTimeSpan);
            var current = request;
            exitCode = OnOwnStack(() => answer(current, output));
            request = request.Continues && exitCode == 0 ? Understood(waiting.Take()) : null;
        }

        return exitCode;
    }

    private static ParseRequest? Understood(byte[]? frame)
    {
        var request = frame is null ? null : JsonSerializer.Deserialize(frame, ParserJson.Default.ParseRequest);
        if (request?.Version == ParserWire.Version)
        {
            return request;
        }

        Console.Error.WriteLine($"The parser speaks version {ParserWire.Version} of the protocol; started by a program of another version.");
        return null;
    }

    private static byte[]? NextFrame(Stream input) => ParserWire.ReadAsync(input, MaxRequestBytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static int OnOwnStack(Action answer)
    {
        var exitCode = 0;
        var reading = new Thread(() => exitCode = ExitCodeOf(answer), ReaderStackBytes) { IsBackground = true, Name = "reading" };
        reading.Start();
        reading.Join();
        return exitCode;
    }

    private static int ExitCodeOf(Action answer)
    {
        try
        {
            answer();
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
    private static void EndWithParent(Stream input, BlockingCollection<byte[]> waiting) =>
        new Thread(() =>
        {
            while (NextFrame(input) is { } frame)
            {
                waiting.Add(frame);
            }

            Environment.Exit(ParentGone);
        }) { IsBackground = true, Name = "parent" }.Start();
}
