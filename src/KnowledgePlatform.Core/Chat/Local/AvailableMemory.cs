using System.Globalization;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Memory that this process may still take: the smaller of what the machine has free and what its control groups leave.</summary>
internal static class AvailableMemory
{
    /// <param name="root">"/", or a folder with files of the same names.</param>
    /// <returns>Bytes; <see cref="long.MaxValue"/> when nothing can be read.</returns>
    public static long Bytes(string root = "/")
    {
        var free = Machine(Path.Combine(root, "proc/meminfo"));
        foreach (var group in Groups(Path.Combine(root, "proc/self/cgroup"), Path.Combine(root, "sys/fs/cgroup")))
        {
            free = Math.Min(free, Group(group));
        }

        return free;
    }

    private static long Machine(string path)
    {
        var line = Lines(path).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is not null && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes * 1024
            : long.MaxValue;
    }

    // The process's own group and all above it: each may have a limit. In a container only the mount's root is seen, and it is tried last.
    private static IEnumerable<string> Groups(string membership, string mount)
    {
        var own = Lines(membership).FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[4..] ?? "";
        for (var path = own; path.Length > 0; path = Path.GetDirectoryName(path) ?? "")
        {
            yield return Path.Combine(mount, path);
        }

        yield return mount;
    }

    private static long Group(string folder)
    {
        if (Number(Path.Combine(folder, "memory.max")) is not { } limit || Number(Path.Combine(folder, "memory.current")) is not { } used)
        {
            return long.MaxValue;
        }

        // Cached files count as used, but give way.
        var cached = Lines(Path.Combine(folder, "memory.stat"))
            .Where(line => line.StartsWith("inactive_file ", StringComparison.Ordinal) || line.StartsWith("active_file ", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        return Math.Max(0, limit - Math.Max(0, used - cached));
    }

    private static long? Number(string path) =>
        long.TryParse(Lines(path).FirstOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
