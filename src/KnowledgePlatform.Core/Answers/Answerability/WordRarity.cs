using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Answers.Answerability;

/// <summary>How rare words are among all passages of the installation, from the BM25 index.</summary>
internal sealed class WordRarity(PlatformDatabase database)
{
    // What BM25 (k1 0.9, b 0.4; migration 0023) makes of one word alone in its passage, over its inverse document frequency.
    private const double Alone = 1.9 / 1.54;
    private const double Least = 5;

    /// <summary>The rarity of each word.</summary>
    /// <param name="caller">Who asks. The rarity of a word tells nothing of where it stands.</param>
    /// <param name="languages">Under whose stemmers the words are looked up, ISO 639-1.</param>
    /// <param name="words">As they are written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One a word, 0 to 1; 1 for a word that none or hardly any passage holds.</returns>
    public async Task<double[]> OfAsync(Caller caller, IReadOnlyList<string> languages, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words.Count == 0)
        {
            return [];
        }

        var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var rows = await session.QueryAsync<Row>(
                """
                select sqrt(greatest(0, -(weights <#> weights))) as rarity, (select greatest(reltuples, 1000) from pg_class where oid = 'chunks'::regclass)::double precision as passages
                from unnest(@words) with ordinality as w (word, place), lateral kp_question_weights(kp_query_terms(@languages, word)) as weights order by place
                """,
                new { words = words.ToArray(), languages = languages.ToArray() }, cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(row => Share(row.Rarity / Alone, row.Passages))];
        }
    }

    /// <summary>An inverse document frequency among so many passages as a share of the greatest there can be.</summary>
    internal static double Share(double idf, double passages) => idf > 0 && idf < Few(passages) ? idf / Math.Log(2 + (2 * passages)) : 1;

    // A word of fewer passages counts as one of none: whether a name stands anywhere at all is not to be read from what is answered. In an installation of less than a
    // thousand passages, which counts as one of a thousand, it is.
    private static double Few(double passages) => Math.Log(1 + ((passages - Least + 0.5) / (Least + 0.5)));

    private sealed record Row(double Rarity, double Passages);
}
