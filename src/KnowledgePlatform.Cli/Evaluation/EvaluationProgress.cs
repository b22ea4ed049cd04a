using System.Diagnostics;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Says on standard error how far a long measurement is: a line that is written over on a terminal, a line every half minute in a log.</summary>
internal sealed class EvaluationProgress(string what, long all)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _one = new();
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>Asks all questions of a measurement, as many at once as there are processors, and shows how many are done.</summary>
    public static async Task AskAllAsync(int count, Func<int, CancellationToken, ValueTask> ask, CancellationToken cancellationToken)
    {
        var progress = new EvaluationProgress("asked", count);
        var done = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (i, token) =>
        {
            await ask(i, token).ConfigureAwait(false);
            progress.Show(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        progress.End();
    }

    public void Show(long done)
    {
        lock (_one)
        {
            if (_clock.Elapsed >= _next)
            {
                _next = _clock.Elapsed + (Console.IsErrorRedirected ? InLog : OnTerminal);
                Write(done, Console.IsErrorRedirected ? "\n" : "");
            }
        }
    }

    public void End() => Write(all, "\n");

    private void Write(long done, string end) =>
        Console.Error.Write($"{(Console.IsErrorRedirected ? "" : "\r")}{what} {done} of {all} in {_clock.Elapsed.TotalSeconds:0} s{end}");
}
