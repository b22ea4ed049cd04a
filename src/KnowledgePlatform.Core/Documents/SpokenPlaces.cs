using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Documents;

/// <summary>When in recordings stretches of their text are said.</summary>
public sealed class SpokenPlaces
{
    private const int Start = 0;
    private const int FromSecond = 2;

    private readonly Dictionary<(Guid Version, int Page), float[]> _words = [];

    private SpokenPlaces()
    {
    }

    /// <summary>Reads what is needed for these stretches; nothing for those of documents that are no recordings.</summary>
    /// <param name="session">Of whoever may see them.</param>
    /// <param name="stretches">Versions and pieces in them: page, start, length.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<SpokenPlaces> LoadAsync(DatabaseSession session, IReadOnlyCollection<(Guid Version, int[] Pieces)> stretches, CancellationToken cancellationToken)
    {
        var places = new SpokenPlaces();
        if (stretches.Count == 0)
        {
            return places;
        }

        var rows = await session.QueryAsync<SpokenPage>(
            """
            select p.version_id, p.number, p.words from pages p join document_versions v on v.id = p.version_id
            where v.format = 'recording' and p.version_id = any (@versions) and p.number = any (@numbers)
            """,
            new { versions = stretches.Select(one => one.Version).Distinct().ToArray(), numbers = stretches.Where(one => one.Pieces.Length > 0).Select(one => one.Pieces[0]).Distinct().ToArray() },
            cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            places._words[(row.VersionId, row.Number)] = row.Words;
        }

        return places;
    }

    /// <summary>The time code at which a stretch begins, such as "12:04"; null when it is of no recording.</summary>
    /// <param name="version">The version.</param>
    /// <param name="pieces">Three numbers a piece: page, start, length.</param>
    public string? Of(Guid version, IReadOnlyList<int> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        if (pieces.Count < 2 || !_words.TryGetValue((version, pieces[0]), out var words))
        {
            return null;
        }

        string? place = null;
        for (var i = 0; i + PageMessage.NumbersPerWord <= words.Length && words[i + Start] <= pieces[1]; i += PageMessage.NumbersPerWord)
        {
            place = TimeCode.Of(words[i + FromSecond]);
        }

        return place;
    }

    private sealed record SpokenPage(Guid VersionId, int Number, float[] Words);
}
