using System.ComponentModel;
using System.Diagnostics;
using KnowledgePlatform.Core.Processes;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>Looks at the resident set of the child and all that it started, and cancels when it grows over the limit.</summary>
internal sealed class MemoryWatch(Process process, long limitBytes, TimeSpan interval, CancellationTokenSource stop)
{
    // The runtime itself, its code and its stacks come on top of the heap that the limit speaks of.
    private const long RuntimeBytes = 160L << 20;

    /// <summary>True once the limit was met.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Watches until cancelled; does not throw.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(interval);
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (ResidentBytes() > limitBytes + RuntimeBytes)
                {
                    IsOver = true;
                    await stop.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The document ended.
        }
    }

    private long ResidentBytes()
    {
        try
        {
            return OperatingSystem.IsLinux() ? ProcessTree.ResidentBytes(process.Id) : Refreshed().WorkingSet64;
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or IOException or UnauthorizedAccessException or FormatException)
        {
            return 0; // ended while it was looked at
        }
    }

    private Process Refreshed()
    {
        process.Refresh();
        return process;
    }
}
