using KnowledgePlatform.Core.Models;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>The GGUF file that is configured, found and looked at from outside.</summary>
/// <param name="Name">Name that answers are recorded with.</param>
/// <param name="Path">Full path.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Changed">Time of the last change.</param>
internal sealed record LocalModelFile(string Name, string Path, long Size, DateTime Changed)
{
    // Nothing can be remembered in it: the sums are made anew.
    private const string NoFolder = "/dev/null";

    private static ReadOnlySpan<byte> Magic => "GGUF"u8;

    /// <exception cref="ChatUnavailableException">It is missing, damaged, or no GGUF file.</exception>
    public static async Task<LocalModelFile> FindAsync(ChatEngineOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var (name, path) = string.IsNullOrWhiteSpace(options.ModelFile)
                ? (options.Model, await ListedAsync(options, cancellationToken).ConfigureAwait(false))
                : (System.IO.Path.GetFileNameWithoutExtension(options.ModelFile), System.IO.Path.GetFullPath(options.ModelFile));
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                throw new ChatUnavailableException($"The model file {path} does not exist.");
            }

            await RefuseOtherFormatsAsync(path, cancellationToken).ConfigureAwait(false);
            return new LocalModelFile(name, path, info.Length, info.LastWriteTimeUtc);
        }
        catch (ModelFileException fault)
        {
            throw new ChatUnavailableException(fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ChatUnavailableException($"The model file cannot be read: {fault.Message}", fault);
        }
    }

    private static async Task<string> ListedAsync(ChatEngineOptions options, CancellationToken cancellationToken)
    {
        var folder = options.ModelsFolder ?? ModelManifest.FindFolder(AppContext.BaseDirectory)
            ?? throw new ChatUnavailableException($"The folder deploy/models with {ModelManifest.FileName} was not found; set Chat:ModelsFolder, or Chat:ModelFile to a GGUF file.");
        var manifest = ModelManifest.Load(folder);
        var path = manifest.PathOf(options.Model, ".gguf");
        await manifest.VerifyAsync(options.StateFolder ?? NoFolder, options.Model, cancellationToken).ConfigureAwait(false);
        return path;
    }

    private static async Task RefuseOtherFormatsAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var head = new byte[Magic.Length];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new ChatUnavailableException($"The model file {path} is empty.");
        }

        if (!Magic.SequenceEqual(head))
        {
            throw new ChatUnavailableException($"The model file {path} is not a GGUF file.");
        }
    }
}
