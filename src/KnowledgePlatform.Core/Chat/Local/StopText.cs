namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Holds back the end of a streamed text while it may be the beginning of a text at which to stop.</summary>
internal sealed class StopText(IEnumerable<string>? stops)
{
    private readonly string[] _stops = stops?.Where(stop => stop.Length > 0).ToArray() ?? [];
    private string _held = "";

    /// <summary>True once a stop was met.</summary>
    public bool IsMet { get; private set; }

    /// <summary>Takes the next piece and gives what can be shown.</summary>
    public string Take(string piece)
    {
        var text = _held + piece;
        var at = _stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(found => found >= 0).DefaultIfEmpty(-1).Min();
        if (at >= 0)
        {
            (IsMet, _held) = (true, "");
            return text[..at];
        }

        var keep = _stops.Select(stop => Overlap(text, stop)).DefaultIfEmpty(0).Max();
        _held = text[(text.Length - keep)..];
        return text[..(text.Length - keep)];
    }

    /// <summary>What was held back for nothing, at the end of the text.</summary>
    public string Rest()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    // Longest beginning of the stop that the text ends with.
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(stop[..length], StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }
}
