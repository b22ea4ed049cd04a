using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>What runs below a process, from /proc.</summary>
internal static class Processes
{
    /// <summary>All processes below <paramref name="root"/>, parents before their children.</summary>
    public static IReadOnlyList<int> Below(int root)
    {
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(Children(found[i]));
        }

        return found[1..];
    }

    /// <summary>The processes below <paramref name="root"/> that read a document right now.</summary>
    public static IReadOnlyList<int> Parsers(int root) => [.. Below(root).Where(IsParser)];

    /// <summary>True while the process runs and reads a document.</summary>
    public static bool IsParser(int id) =>
        Text($"/proc/{id}/cmdline").Split('\0') is [var program, ..] line && Path.GetFileName(program) != "bwrap"
        && line.Any(part => Path.GetFileName(part) is "KnowledgePlatform.Parsers.dll" or "KnowledgePlatform.Parsers");

    /// <summary>SIGKILL; nothing when it has ended already.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
        }
    }

    /// <summary>Sends another signal, such as TERM or STOP.</summary>
    public static void Signal(int id, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static IEnumerable<int> Children(int id)
    {
        // Any thread may have started a child.
        var tasks = $"/proc/{id}/task";
        return Directory.Exists(tasks)
            ? Directory.EnumerateDirectories(tasks).ToList().SelectMany(task => Text(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
            : [];
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
