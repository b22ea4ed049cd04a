using System.Collections.Concurrent;
using System.Diagnostics;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>What became of one input.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="File">The file that was mutated.</param>
/// <param name="How">What was done to it.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Code">The outcome's code; "exception" when the parent threw.</param>
/// <param name="Fault">What is wrong with the ending; null for nothing.</param>
/// <param name="Seconds">How long it took, the start of the child included.</param>
internal sealed record FuzzResult(int Number, string Kind, string File, string How, FuzzEnding Ending, string Code, string? Fault, double Seconds);

/// <summary>
/// Reads mutated files in the parser child, in its sandbox, and judges how each ended. Most are read by children that read many, one after the other, since the start of one
/// costs ten times what reading does; every twentieth is read as the product reads it, in a child of its own, and so is whatever ended with a fault or at a limit: that counts.
/// </summary>
/// <param name="client">Starts the children.</param>
/// <param name="options">Their limits.</param>
/// <param name="folder">Where the inputs lie while they are read, and where those are kept that ended with a fault or at a limit.</param>
internal sealed class FuzzRun(ParserClient client, ParsingOptions options, (DirectoryInfo Work, DirectoryInfo Kept) folder)
{
    // Beyond the child's own limit of time: the parent then failed to end it. A machine that is busy ends processes late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private const int AsProductEach = 20;

    // A child grows with what it reads, and what a document did to it must not matter for long.
    private const int ReadByOneChild = 200;

    private readonly ConcurrentDictionary<string, int> _words = new(StringComparer.Ordinal);

    /// <summary>The files of which anything is read as they are: a mutation of one that is refused goes no further than it does. Those that only wait to be converted count.</summary>
    public async Task<List<FuzzOriginal>> ReadableAsync(IReadOnlyList<FuzzOriginal> originals, CancellationToken cancellationToken)
    {
        var readable = new List<FuzzOriginal>();
        ParserChild? child = null;
        var place = Path.Combine(folder.Work.FullName, "originals");
        try
        {
            foreach (var original in originals)
            {
                await WriteAsync(place, await File.ReadAllBytesAsync(original.Path, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                ParseResult result;
                if (original.Password is null)
                {
                    (result, child) = await client.ParseNextAsync(child, place, original.Name, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    result = await ParseAsync(original, place, cancellationToken).ConfigureAwait(false);
                }

                _words[original.Path] = FuzzVerdict.Words(result);
                if (result.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial || result.Outcome.Code == ParseCodes.NeedsConversion)
                {
                    readable.Add(original);
                }
            }

            return readable;
        }
        finally
        {
            child?.Dispose();
        }
    }

    /// <summary>Reads the inputs of these numbers, or as many as there is time for.</summary>
    public async Task<List<FuzzResult>> RunAsync(Mutator mutator, int from, int count, int atOnce, TimeSpan limit, CancellationToken cancellationToken)
    {
        var verdict = new FuzzVerdict(options, original => _words.GetValueOrDefault(original.Path));
        var results = new ConcurrentBag<FuzzResult>();
        var progress = new EvaluationProgress("read", count);
        var clock = Stopwatch.StartNew();
        var next = from - 1;
        async Task ReadManyAsync(string path)
        {
            ParserChild? child = null;
            try
            {
                for (var (number, read) = (Interlocked.Increment(ref next), 1); number < from + count && clock.Elapsed < limit; (number, read) = (Interlocked.Increment(ref next), read + 1))
                {
                    var input = mutator.Make(number);
                    (var result, child) = await ReadAsync(input, mutator.Seed, child, path, verdict, cancellationToken).ConfigureAwait(false);
                    results.Add(result);
                    progress.Show(results.Count);
                    if (read % ReadByOneChild == 0)
                    {
                        child?.Dispose();
                        child = null;
                    }
                }
            }
            finally
            {
                child?.Dispose();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(i => Task.Run(() => ReadManyAsync(Path.Combine(folder.Work.FullName, $"place-{i}")), cancellationToken))).ConfigureAwait(false);
        progress.End();
        return [.. results.OrderBy(result => result.Number)];
    }

    private async Task<(FuzzResult Result, ParserChild? Child)> ReadAsync(
        FuzzInput input, int seed, ParserChild? child, string path, FuzzVerdict verdict, CancellationToken cancellationToken)
    {
        await WriteAsync(path, input.Bytes, cancellationToken).ConfigureAwait(false);
        FuzzResult result;
        var isAsProduct = input.Number % AsProductEach == 0 || input.Original.Password is not null;
        if (!isAsProduct)
        {
            result = await JudgeAsync(input, verdict, async () =>
            {
                (var read, child) = await client.ParseNextAsync(child, path, input.Original.Name, cancellationToken).ConfigureAwait(false);
                return read;
            }, cancellationToken).ConfigureAwait(false);
            if (result.Ending is not (FuzzEnding.Fault or FuzzEnding.Stopped))
            {
                return (result, child);
            }

            // What happened may be the doing of inputs before it: that one of its own decides, and the other begins anew.
            child?.Dispose();
            child = null;
        }

        result = await JudgeAsync(input, verdict, () => ParseAsync(input.Original, path, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (result.Ending is FuzzEnding.Fault or FuzzEnding.Stopped)
        {
            await Console.Error.WriteLineAsync($"{result.Ending} {result.Number} {result.File} ({result.How}): {result.Fault ?? result.Code}").ConfigureAwait(false);
            folder.Kept.Create();
            await WriteAsync(Path.Combine(folder.Kept.FullName, $"{seed}-{input.Number}-{input.Original.Name}"), input.Bytes, cancellationToken).ConfigureAwait(false);
        }

        return (result, child);
    }

    private async Task<FuzzResult> JudgeAsync(FuzzInput input, FuzzVerdict verdict, Func<Task<ParseResult>> read, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        FuzzResult Ended(FuzzEnding ending, string code, string? fault) => new(input.Number, input.Original.Kind, input.Original.Name, input.How, ending, code, fault, clock.Elapsed.TotalSeconds);
        try
        {
            var result = await read().WaitAsync(options.TimeLimit + Grace, cancellationToken).ConfigureAwait(false);
            clock.Stop();
            var (ending, fault) = verdict.Of(input, result);
            return Ended(ending, result.Outcome.Code, fault);
        }
        catch (TimeoutException)
        {
            return Ended(FuzzEnding.Fault, ParseCodes.TimedOut, "not ended at its limit of time");
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Ended(FuzzEnding.Fault, "exception", fault.ToString());
        }
    }

    // The same file all the time: a sandbox shows the child the file that was there when it began.
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    private Task<ParseResult> ParseAsync(FuzzOriginal original, string path, CancellationToken cancellationToken) =>
        UnlockedReading.ParseAsync(client, path, original.Name, original.Password, cancellationToken);
}
