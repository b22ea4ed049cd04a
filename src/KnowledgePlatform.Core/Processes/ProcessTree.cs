using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.Core.Processes;

/// <summary>A child and all that it started: a sandbox puts processes between this one and the program that it is about.</summary>
internal static class ProcessTree
{
    private const int MostProcesses = 64;

    /// <summary>Ends it, unless it is gone already.</summary>
    public static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // Gone in the meantime.
        }
    }

    /// <summary>Resident bytes of a process and its descendants, as /proc has them; 0 when it is gone.</summary>
    public static long ResidentBytes(int root)
    {
        long pages = 0;
        var waiting = new Queue<int>([root]);
        for (var seen = 0; seen < MostProcesses && waiting.TryDequeue(out var id); seen++)
        {
            pages += Resident(id);
            foreach (var child in Children(id))
            {
                waiting.Enqueue(child);
            }
        }

        return pages * Environment.SystemPageSize;
    }

    private static long Resident(int id)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{id}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(int id)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{id}/task/{id}/children");
        }
        catch (IOException)
        {
            return [];
        }

        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture));
    }
}
