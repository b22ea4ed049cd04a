using System.Collections.Concurrent;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// How many passages collections hold, and in which languages: a search plans by it. Kept for a while, since it is asked with every question and changes slowly; it
/// never decides what a person sees.
/// </summary>
public sealed class CollectionContents(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Guid, (Contents Contents, DateTimeOffset At)> _known = [];

    /// <summary>What the collections hold together.</summary>
    internal async Task<Contents> OfAsync(DatabaseSession session, IReadOnlyCollection<Guid> collections, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var missing = collections.Where(id => !_known.TryGetValue(id, out var known) || now - known.At > Kept).ToArray();
        if (missing.Length > 0)
        {
            var rows = await session.QueryAsync<Row>(
                """
                select v.collection_id, coalesce(v.language, 'und') as language, coalesce(sum(v.chunk_count), 0)::bigint as passages,
                       count(*) filter (where v.format = 'recording') as recordings
                from documents d join document_versions v on v.id = d.current_version_id
                where d.collection_id = any (@missing) group by 1, 2
                """, new { missing }, cancellationToken).ConfigureAwait(false);
            var found = rows.ToLookup(row => row.CollectionId);
            foreach (var id in missing)
            {
                _known[id] = (new Contents(found[id].ToDictionary(row => row.Language, row => row.Passages), found[id].Any(row => row.Recordings > 0)), now);
            }
        }

        return Contents.Sum(collections.Select(id => _known.TryGetValue(id, out var known) ? known.Contents : new Contents(new Dictionary<string, long>(), false)));
    }

    /// <summary>Passages by language (ISO 639-1), and whether recordings are among the documents.</summary>
    internal sealed record Contents(IReadOnlyDictionary<string, long> Languages, bool HasRecordings)
    {
        // More stemmers than that cost time and bring words that mean nothing.
        private const int MostLanguages = 4;

        public long Passages => Languages.Values.Sum();

        public static Contents Sum(IEnumerable<Contents> all)
        {
            var (sum, recordings) = (new Dictionary<string, long>(), false);
            foreach (var one in all)
            {
                recordings |= one.HasRecordings;
                foreach (var (language, passages) in one.Languages)
                {
                    sum[language] = sum.GetValueOrDefault(language) + passages;
                }
            }

            return new Contents(sum, recordings);
        }

        /// <summary>The languages under whose stemmers a question is searched, its own first. A language that holds no passage is taken for a mistake.</summary>
        public string[] LanguagesFor(string asked)
        {
            var held = Languages.Where(pair => pair.Key != LanguageDetector.Undetermined)
                .OrderByDescending(pair => pair.Key == asked).ThenByDescending(pair => pair.Value).Select(pair => pair.Key).Take(MostLanguages).ToList();
            if (held.Count == 0)
            {
                held.Add(asked);
            }

            return [.. held, .. Languages.ContainsKey(LanguageDetector.Undetermined) ? (string[])[LanguageDetector.Undetermined] : []];
        }
    }

    private sealed record Row(Guid CollectionId, string Language, long Passages, long Recordings);
}
