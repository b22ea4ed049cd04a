using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli;

/// <summary>Reads a file for a command, with its password when there is one.</summary>
internal static class UnlockedReading
{
    /// <summary>As ingestion does: the protection is undone first, into a file of the command's own that is deleted afterwards, and that one is read.</summary>
    public static async Task<ParseResult> ParseAsync(ParserClient client, string path, string name, string? password, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(password))
        {
            return await client.ParseAsync(path, name, cancellationToken).ConfigureAwait(false);
        }

        var copy = Path.Combine(Directory.CreateTempSubdirectory("kp-unlocked-").FullName, "document");
        try
        {
            var outcome = await client.UnlockAsync(path, name, password, async (content, token) =>
            {
                await using var file = File.Create(copy);
                await content.CopyToAsync(file, token).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            return outcome.Status != ParseStatus.Completed
                ? new ParseResult(null, [], [], outcome)
                : await client.ParseAsync(File.Exists(copy) ? copy : path, name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        }
    }
}
