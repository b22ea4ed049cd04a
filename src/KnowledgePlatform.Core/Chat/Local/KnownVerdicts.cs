using System.Text.Json;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Verdicts of former starts in a state folder, so that a file is loaded for trial once only. A file that cannot be read or written costs time, nothing else.</summary>
internal static class KnownVerdicts
{
    private const string FileName = "probed-models.json";
    private const int MostKept = 20;

    public static ProbeVerdict? Find(string? folder, LocalModelFile file, string settings) =>
        Load(folder).FirstOrDefault(known => Same(known, file) && known.Settings == settings)?.Verdict;

    public static void Add(string? folder, LocalModelFile file, string settings, ProbeVerdict verdict)
    {
        if (folder is null)
        {
            return;
        }

        var kept = Load(folder).Where(known => known.Path != file.Path || known.Settings != settings).TakeLast(MostKept - 1).ToList();
        kept.Add(new KnownVerdict(file.Path, file.Size, file.Changed.Ticks, settings, verdict));
        try
        {
            Directory.CreateDirectory(folder);
            var draft = Path.Combine(folder, $"{FileName}.{Environment.ProcessId}");
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(kept, ProbeJson.Default.ListKnownVerdict));
            File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next start loads it for trial again.
        }
    }

    private static bool Same(KnownVerdict known, LocalModelFile file) =>
        known.Path == file.Path && known.Size == file.Size && known.ChangedTicks == file.Changed.Ticks;

    private static List<KnownVerdict> Load(string? folder)
    {
        try
        {
            return folder is null ? [] : JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), ProbeJson.Default.ListKnownVerdict) ?? [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
