namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Writes title and headings, with which a passage is searched and embedded, within a limit of tokens: what the context takes, the passage cannot have. The
/// title and the innermost heading say most, so the headings between them are left out first; then all are shortened.
/// </summary>
internal sealed class ChunkContext(string title, Func<string, int> countTokens, int maxTokens)
{
    private const string LeftOut = "…";
    private const int Shortest = 4;

    private readonly string _title = Heading.Short(title);
    private (IReadOnlyList<string> Headings, string Text)? _last;

    /// <summary>The title and the path, joined by " > ".</summary>
    public string For(IReadOnlyList<string> headings)
    {
        if (_last is { } last && last.Headings.SequenceEqual(headings))
        {
            return last.Text; // of the passages of one section
        }

        var text = Fit([_title, .. headings]);
        _last = (headings, text);
        return text;
    }

    private string Fit(List<string> parts)
    {
        parts.RemoveAll(string.IsNullOrWhiteSpace);
        var text = string.Join(Chunk.Separator, parts);
        for (var most = Heading.MaxLength; countTokens(text) > maxTokens && most > Shortest; text = string.Join(Chunk.Separator, parts))
        {
            if (parts.Count > 3)
            {
                // The first time the outermost heading gives way to the mark, then those behind the mark go.
                (parts[1], _) = (LeftOut, parts[2]);
                parts.RemoveAt(2);
                continue;
            }

            most = most * 3 / 4;
            parts = [.. parts.Select(part => part == LeftOut ? part : Heading.Short(part, most))];
        }

        return text;
    }
}
