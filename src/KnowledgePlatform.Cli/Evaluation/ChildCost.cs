using System.Globalization;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>What the processes that this one started cost, as Linux counts it under /proc.</summary>
internal static class ChildCost
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Seconds of processor time of the children that have ended, those that they waited for included.</summary>
    public static double Seconds()
    {
        // proc(5): the name in brackets is the second field; cutime and cstime are the 16th and 17th.
        var fields = Fields("/proc/self/stat");
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Runs <paramref name="work"/>, which starts one child at a time; the largest resident set in bytes that one had while it ran.</summary>
    public static async Task<long> PeakBytesAsync(Func<Task> work)
    {
        var running = work();
        long peak = 0;
        while (!running.IsCompleted)
        {
            peak = Math.Max(peak, LargestChild());
            await Task.WhenAny(running, Task.Delay(Interval)).ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        return peak;
    }

    private static long LargestChild()
    {
        long largest = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[6])))
        {
            try
            {
                if (Fields(Path.Combine(folder, "stat"))[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                {
                    // VmHWM is the most that the process has had since it began.
                    var line = File.ReadLines(Path.Combine(folder, "status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                    largest = Math.Max(largest, line is null ? 0 : long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
        }

        return largest;
    }

    // The fields behind the name, from the state on.
    private static string[] Fields(string path)
    {
        var text = File.ReadAllText(path);
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
