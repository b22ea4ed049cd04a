using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Rendering;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Rendering;

/// <summary>Page pictures whose renderer is a few lines of shell, in a folder of its own with one original.</summary>
internal sealed class ScriptedRenderer : IDisposable
{
    private readonly FileStore _files;

    public ScriptedRenderer()
    {
        _files = new FileStore(Options.Create(new FileStoreOptions { Folder = Path.Combine(Folder, "files") }));
        Directory.CreateDirectory(Path.GetDirectoryName(OriginalPath)!);
        File.WriteAllText(OriginalPath, "the original");
    }

    public static byte[] Original { get; } = new byte[32];

    public string Folder { get; } = Directory.CreateTempSubdirectory("kp-render-").FullName;

    public string OriginalPath => _files.PathOf(Original);

    public IEnumerable<string> Kept => Directory.EnumerateFiles(Path.Combine(Folder, "page-images"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order();

    /// <summary>The script runs in the folder; it says what it did, and waits, by files there.</summary>
    public PageImages Images(string script, int seconds = 30) => new(_files, Options.Create(new RenderingOptions
    {
        Program = Script($"cd {Folder}\n{script}"),
        CacheFolder = Path.Combine(Folder, "page-images"),
        CacheMegabytes = 64,
        Seconds = seconds,
    }));

    public string Script(string body, string name = "render")
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Lets a script go on that waits for the file.</summary>
    public void Write(string file) => File.WriteAllText(Path.Combine(Folder, file), "");

    /// <summary>Waits for a file that the script writes, and gives what it says.</summary>
    public async Task<string> WhenWrittenAsync(string file)
    {
        var path = Path.Combine(Folder, file);
        await UntilAsync(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'));
        return (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim();
    }

    public static async Task UntilAsync(Func<bool> happened)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!happened())
        {
            await clock.WaitForNextTickAsync(patience.Token);
        }
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
