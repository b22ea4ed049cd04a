using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>The lists as searches use them: kept in memory, and read again within <see cref="SynonymOptions.ReloadSeconds"/> of a change by whichever process.</summary>
public sealed class SynonymLists(PlatformDatabase database, TimeProvider time, IOptions<SynonymOptions> options)
{
    private Known _known = new(SynonymIndex.Empty, 0, DateTimeOffset.MinValue);

    /// <summary>Words that may be added to a question at most.</summary>
    public int MaxAddedWords => options.Value.MaxAddedWords;

    /// <summary>Meanings that are embedded with a question at most.</summary>
    public int EmbeddedMeanings => options.Value.EmbeddedMeanings;

    /// <summary>What is known now.</summary>
    public async Task<SynonymIndex> CurrentAsync(CancellationToken cancellationToken)
    {
        if (MaxAddedWords == 0)
        {
            return SynonymIndex.Empty;
        }

        var (known, now) = (Volatile.Read(ref _known), time.GetUtcNow());
        if (now - known.At < TimeSpan.FromSeconds(options.Value.ReloadSeconds))
        {
            return known.Index;
        }

        // Lists lead to no document: they are readable without a person.
        await using var connection = await database.AppPool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var revision = await RevisionAsync(connection, cancellationToken).ConfigureAwait(false);
        // The number first: what changes between the two statements is read again next time.
        var index = revision == known.Revision ? known.Index : new SynonymIndex(await ReadAsync(connection, cancellationToken).ConfigureAwait(false));
        // Who forgot meanwhile wants it read again.
        Interlocked.CompareExchange(ref _known, new Known(index, revision, now), known);
        return index;
    }

    /// <summary>Has the next search look for changes at once: called in the process that made one.</summary>
    internal void Forget() => Volatile.Write(ref _known, _known with { At = DateTimeOffset.MinValue });

    private static async Task<long> RevisionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select revision from synonym_revision", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<IReadOnlyList<SynonymList>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var lists = new List<SynonymList>();
        await using var command = new NpgsqlCommand("select id, name, languages, entries, changed_at from synonym_lists where enabled order by lower(name)", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            lists.Add(new SynonymList(rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<string[]>(2), rows.GetString(3), true, rows.GetDateTime(4)));
        }

        return lists;
    }

    private sealed record Known(SynonymIndex Index, long Revision, DateTimeOffset At);
}
