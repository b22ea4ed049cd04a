namespace KnowledgePlatform.Core.Parsing;

/// <summary>Reads the child's error output to its end and keeps its start: the runtime says there why it ended.</summary>
internal static class ErrorTail
{
    private const int Kept = 4_096;

    /// <summary>The first characters. Never logged: a message may quote the document.</summary>
    public static async Task<string> ReadAsync(StreamReader errors)
    {
        var kept = new char[Kept];
        var length = 0;
        var rest = new char[Kept];
        try
        {
            int got;
            while ((got = await errors.ReadAsync(rest).ConfigureAwait(false)) > 0)
            {
                var take = Math.Min(got, Kept - length);
                rest.AsSpan(0, take).CopyTo(kept.AsSpan(length));
                length += take;
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Killed and disposed of.
        }

        return new string(kept, 0, length);
    }
}
