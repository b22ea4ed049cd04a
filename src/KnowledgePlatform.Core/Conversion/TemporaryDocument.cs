namespace KnowledgePlatform.Core.Conversion;

/// <summary>A converted document while it is read: for nobody else on this machine, and gone afterwards.</summary>
internal sealed class TemporaryDocument : IDisposable
{
    private TemporaryDocument(string path) => FilePath = path;

    /// <summary>Where it lies.</summary>
    public string FilePath { get; }

    /// <summary>Writes one.</summary>
    public static async Task<TemporaryDocument> WriteAsync(byte[] content, CancellationToken cancellationToken)
    {
        var document = new TemporaryDocument(Path.Combine(Path.GetTempPath(), "kp-converted-" + Guid.NewGuid().ToString("N")));
        try
        {
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var stream = new FileStream(document.FilePath, how);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            }

            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(FilePath);
}
