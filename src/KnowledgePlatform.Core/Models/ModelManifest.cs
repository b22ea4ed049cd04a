using System.Security.Cryptography;
using System.Text.Json;

namespace KnowledgePlatform.Core.Models;

/// <summary>The list of model files that lie on disk, and the check that they are the ones that were shipped.</summary>
public sealed class ModelManifest
{
    /// <summary>Name of the manifest in the models folder.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    private ModelManifest(string folder, IReadOnlyList<ModelFile> files)
    {
        Folder = folder;
        Files = files;
    }

    /// <summary>Full path of the folder that holds the manifest; files are relative to it.</summary>
    public string Folder { get; }

    /// <summary>All files, in the manifest's order.</summary>
    public IReadOnlyList<ModelFile> Files { get; }

    /// <summary>Reads <c>manifest.json</c> in <paramref name="folder"/>.</summary>
    /// <exception cref="ModelFileException">It is missing, not readable, or names a file outside of the folder.</exception>
    public static ModelManifest Load(string folder)
    {
        var root = Path.GetFullPath(folder);
        var path = Path.Combine(root, FileName);
        try
        {
            using var stream = File.OpenRead(path);
            var content = JsonSerializer.Deserialize<Content>(stream, Json);
            var files = content?.Files ?? throw new ModelFileException($"{path} lists no files.");
            foreach (var file in files)
            {
                RefuseOutside(root, file.Path);
            }

            return new ModelManifest(root, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelFileException($"The model manifest {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Walks up from <paramref name="start"/> until a folder holds <c>deploy/models/manifest.json</c>; null when none does.</summary>
    public static string? FindFolder(string start)
    {
        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "deploy", "models");
            if (File.Exists(Path.Combine(folder, FileName)))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>Full path of the file of <paramref name="model"/> whose name ends with <paramref name="ending"/>.</summary>
    /// <exception cref="ModelFileException">The manifest lists no such file.</exception>
    public string PathOf(string model, string ending)
    {
        var file = Files.FirstOrDefault(f => f.Model == model && f.Path.EndsWith(ending, StringComparison.Ordinal))
            ?? throw new ModelFileException($"{Path.Combine(Folder, FileName)} lists no file of model '{model}' ending in '{ending}'.");
        return Path.Combine(Folder, file.Path);
    }

    /// <summary>
    /// Compares size and sha256 of each file. A file that was found right is remembered in <paramref name="stateFolder"/> by size and
    /// time of change, so that later starts only look at those.
    /// </summary>
    /// <param name="stateFolder">A folder that may be written; it is made when it does not exist.</param>
    /// <param name="model">Only this model's files, or null for all.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    /// <exception cref="ModelFileException">A file is missing or differs; the message names it, what was expected and what was found.</exception>
    public async Task VerifyAsync(string stateFolder, string? model = null, CancellationToken cancellationToken = default)
    {
        var stamps = VerifiedStamps.Load(stateFolder);
        foreach (var file in Files.Where(f => model is null || f.Model == model))
        {
            var info = new FileInfo(Path.Combine(Folder, file.Path));
            CheckSize(file, info);
            var stamp = new VerifiedStamp(info.FullName, info.Length, info.LastWriteTimeUtc.Ticks, file.Sha256);
            if (!stamps.Contains(stamp))
            {
                await CheckSumAsync(file, info, cancellationToken).ConfigureAwait(false);
                stamps.Add(stamp);
            }
        }

        stamps.Save();
    }

    private static void CheckSize(ModelFile file, FileInfo info)
    {
        if (!info.Exists)
        {
            throw new ModelFileException($"Model file {info.FullName} is missing; expected {file.Size} bytes from {file.Source}.");
        }

        if (info.Length != file.Size)
        {
            throw new ModelFileException($"Model file {info.FullName} is damaged: expected {file.Size} bytes, found {info.Length}.");
        }
    }

    private static async Task CheckSumAsync(ModelFile file, FileInfo info, CancellationToken cancellationToken)
    {
        await using var stream = info.OpenRead();
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        if (found != file.Sha256)
        {
            throw new ModelFileException($"Model file {info.FullName} is damaged or exchanged: expected sha256 {file.Sha256}, found {found}.");
        }
    }

    private static void RefuseOutside(string root, string path)
    {
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ModelFileException($"{Path.Combine(root, FileName)} names a file outside of its folder: {path}");
        }
    }

    private sealed record Content(IReadOnlyList<ModelFile>? Files);
}
