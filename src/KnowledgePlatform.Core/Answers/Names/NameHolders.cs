using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Names;

/// <summary>Which documents speak of those that a question names. Asked of whole documents: a record gives its patient's name once, on its first page.</summary>
internal sealed class NameHolders(PlatformDatabase database)
{
    /// <summary>The documents that may answer: all of them where no name is asked for or none of them holds one; else those of whose names no other document holds more.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="names">The names, as <see cref="AskedNames"/> gives them.</param>
    /// <param name="hits">What was found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlySet<Guid>> FindAsync(
        Caller caller, IReadOnlyList<IReadOnlyList<string>> names, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken)
    {
        var documents = hits.GroupBy(hit => hit.DocumentId).ToDictionary(group => group.Key, group => Found([.. group], names));
        if (names.Count == 0 || documents.Count == 0)
        {
            return documents.Keys.ToHashSet();
        }

        var unsure = documents.Where(one => one.Value.Count < names.Count).Select(one => one.Key).ToArray();
        if (unsure.Length > 0)
        {
            var words = names.SelectMany(name => name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var held = (await session.QueryAsync<Held>(
                    """
                    select d.id as document_id, w.word from unnest(@documents) as d (id) cross join unnest(@words, @patterns) as w (word, pattern)
                    where exists (select from documents t where t.id = d.id and t.title ~* w.pattern)
                       or exists (select from chunks c where c.document_id = d.id and (c.heading_path || E'\n' || c.text) ~* w.pattern)
                    """,
                    new { documents = unsure, words, patterns = words.Select(word => $@"\m{Regex.Escape(word)}\M").ToArray() }, cancellationToken).ConfigureAwait(false))
                    .ToLookup(one => one.DocumentId, one => one.Word);
                foreach (var document in unsure)
                {
                    documents[document].UnionWith(Enumerable.Range(0, names.Count)
                        .Where(i => names[i].All(word => held[document].Contains(word, StringComparer.OrdinalIgnoreCase))));
                }
            }
        }

        return Undominated(documents);
    }

    /// <summary>
    /// Those whose names no other document holds all of and more. So of two leases that are compared both stay, and another patient's record of the same hospital does not.
    /// </summary>
    /// <param name="held">The numbers of the names that each document holds.</param>
    internal static HashSet<Guid> Undominated(IReadOnlyDictionary<Guid, HashSet<int>> held) =>
        [.. held.Where(one => !held.Values.Any(other => one.Value.IsProperSubsetOf(other))).Select(one => one.Key)];

    // Spellings with and without accents are the same here, which the database does not know.
    private static HashSet<int> Found(IReadOnlyList<PassageHit> passages, IReadOnlyList<IReadOnlyList<string>> names)
    {
        var texts = passages.Select(hit => TextFold.Key(TextFold.Fold($"{hit.Title}\n{hit.HeadingPath}\n{hit.Text}"))).ToList();
        return [.. Enumerable.Range(0, names.Count).Where(i => names[i].All(word => texts.Exists(text => WordScan.Holds(text, TextFold.Key(TextFold.Fold(word))))))];
    }

    private sealed record Held(Guid DocumentId, string Word);
}
