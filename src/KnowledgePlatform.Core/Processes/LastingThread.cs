using System.Collections.Concurrent;
using System.Diagnostics;

namespace KnowledgePlatform.Core.Processes;

/// <summary>
/// Starts children from a thread that lives as long as this program. What a sandbox calls the death of its parent (bubblewrap's --die-with-parent, prctl's PR_SET_PDEATHSIG) is that of
/// the thread that started it: a thread of the pool goes when it has had nothing to do for a while, and takes with it a child that works for longer than some twenty seconds.
/// </summary>
internal static class LastingThread
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource<bool> Started)> Waiting = [];

    static LastingThread() => new Thread(Run) { IsBackground = true, Name = "starts children" }.Start();

    /// <summary>As <see cref="Process.Start()"/>, and throws as it does.</summary>
    public static bool Start(Process process)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add((process, started));
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="Process.Start(ProcessStartInfo)"/>, and throws as it does.</summary>
    public static Process Start(ProcessStartInfo info)
    {
        var process = new Process { StartInfo = info };
        try
        {
            Start(process);
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private static void Run()
    {
        foreach (var (process, started) in Waiting.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(process.Start());
            }
            catch (Exception fault)
            {
                started.SetException(fault);
            }
        }
    }
}
