namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A folder of a person's, to be dropped on a page.</summary>
internal sealed class DroppedFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kp-dropped-").FullName;

    public void Copy(string sample, string inner = "")
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, inner)).FullName;
        File.Copy(Archive.Sample(sample), System.IO.Path.Combine(folder, sample));
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => Directory.Delete(Path, true);
}
