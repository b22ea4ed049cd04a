using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Names;

/// <summary>Which documents speak of those that a question names. Asked of whole documents: a record gives its patient's name once, on its first page.</summary>
internal sealed class NameHolders(PlatformDatabase database)
{
    // Each is looked for in whole documents: a question that lists dozens of parties does not wait for all of them.
    private const int MostNames = 4;

    /// <summary>The documents that may answer: all of them where no name is asked for or none of them holds one.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="names">The names, as <see cref="AskedNames"/> gives them.</param>
    /// <param name="hits">What was found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlySet<Guid>> FindAsync(
        Caller caller, IReadOnlyList<IReadOnlyList<string>> names, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken)
    {
        names = [.. names.Take(MostNames)];
        if (names.Count == 0 || hits.Count == 0)
        {
            return hits.Select(hit => hit.DocumentId).ToHashSet();
        }

        var words = names.SelectMany(name => name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var held = hits.GroupBy(hit => hit.DocumentId).ToDictionary(group => group.Key, group => Found([.. group], words));
        var unsure = held.Where(one => one.Value.Count < words.Length).Select(one => one.Key).ToArray();
        if (unsure.Length > 0)
        {
            var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                foreach (var (document, word) in await WordsAsync(session, unsure, words, cancellationToken).ConfigureAwait(false))
                {
                    held[document].Add(word);
                }
            }
        }

        return MayAnswer(names, held);
    }

    /// <summary>Which of the words each document holds, in its title, its headings or its text.</summary>
    /// <param name="session">Of the person who asks.</param>
    /// <param name="documents">Where to look.</param>
    /// <param name="words">Whole words, whatever their case.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<(Guid Document, string Word)>> WordsAsync(
        DatabaseSession session, Guid[] documents, IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        [.. await session.QueryAsync<(Guid Document, string Word)>(
            """
            select d.id, w.word from unnest(@documents) as d (id) cross join unnest(@words, @patterns) as w (word, pattern)
            where exists (select from documents t where t.id = d.id and t.title ~* w.pattern)
               or exists (select from chunks c where c.document_id = d.id and (c.heading_path || E'\n' || c.text) ~* w.pattern)
            """,
            new { documents, words = words.ToArray(), patterns = words.Select(word => $@"\m{Regex.Escape(word)}\M").ToArray() }, cancellationToken).ConfigureAwait(false)];

    /// <summary>
    /// All but those that another document is more about: it holds every name that this one holds, and one more, of which this one holds not even a word. So of two leases that are
    /// compared both stay, as does a page that says "Tesla" of Nikola Tesla; another patient's record of the same hospital does not.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="held">Those of their words that each document holds, compared without regard to case.</param>
    internal static HashSet<Guid> MayAnswer(IReadOnlyList<IReadOnlyList<string>> names, IReadOnlyDictionary<Guid, HashSet<string>> held)
    {
        var whole = held.ToDictionary(one => one.Key, one => Enumerable.Range(0, names.Count).Where(i => names[i].All(one.Value.Contains)).ToHashSet());
        return [.. held.Keys.Where(document => !held.Keys.Any(other => IsMoreAbout(other, document)))];

        bool IsMoreAbout(Guid other, Guid document) =>
            whole[document].IsProperSubsetOf(whole[other]) && whole[other].Except(whole[document]).Any(i => !names[i].Any(held[document].Contains));
    }

    // Spellings with and without accents are the same here, which the database does not know.
    private static HashSet<string> Found(IReadOnlyList<PassageHit> passages, IReadOnlyList<string> words)
    {
        var texts = passages.Select(hit => Folded($"{hit.Title}\n{hit.HeadingPath}\n{hit.Text}")).ToList();
        return words.Where(word => Folded(word) is var folded && texts.Exists(text => WordScan.Holds(text, folded))).ToHashSet(StringComparer.OrdinalIgnoreCase);

        static string Folded(string text) => TextFold.Key(TextFold.Fold(text));
    }
}
