using System.Text.Json;

namespace KnowledgePlatform.Core.Models;

/// <summary>A file that was read in full and had the right checksum when it had this size and time of change.</summary>
internal sealed record VerifiedStamp(string Path, long Size, long ChangedTicks, string Sha256);

/// <summary>The stamps of one state folder. A file that cannot be read or written only costs time: the sums are made again.</summary>
internal sealed class VerifiedStamps
{
    private const string FileName = "verified-models.json";
    private readonly string _path;
    private readonly HashSet<VerifiedStamp> _stamps;
    private bool _changed;

    private VerifiedStamps(string path, IEnumerable<VerifiedStamp> stamps)
    {
        _path = path;
        _stamps = [.. stamps];
    }

    public static VerifiedStamps Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new VerifiedStamps(path, JsonSerializer.Deserialize<List<VerifiedStamp>>(File.ReadAllBytes(path)) ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new VerifiedStamps(path, []);
        }
    }

    public bool Contains(VerifiedStamp stamp) => _stamps.Contains(stamp);

    public void Add(VerifiedStamp stamp)
    {
        _stamps.RemoveWhere(s => s.Path == stamp.Path);
        _changed |= _stamps.Add(stamp);
    }

    public void Save()
    {
        if (!_changed)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var draft = $"{_path}.{Environment.ProcessId}";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(_stamps));
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start makes the sums again.
        }
    }
}
