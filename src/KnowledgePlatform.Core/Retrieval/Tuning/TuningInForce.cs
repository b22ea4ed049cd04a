using System.Text.Json;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>The settings that searches use: kept in memory, and read again within <see cref="TuningOptions.ReloadSeconds"/> of a change by whichever process.</summary>
public sealed class TuningInForce(
    PlatformDatabase database, TimeProvider time, IOptions<TuningOptions> options, IOptions<RetrievalOptions> retrieval, IOptions<SynonymOptions> synonyms,
    IOptions<DiversityOptions> diversity, IOptions<RerankerOptions> reranker)
{
    private Known? _known;

    /// <summary>What the configuration says; in force until an administrator puts a version in force.</summary>
    public SearchTuning Configured { get; } = SearchTuning.Of(retrieval.Value, synonyms.Value, diversity.Value, reranker.Value);

    /// <summary>The settings in force, and the number of their version; null: as configured.</summary>
    public async Task<(SearchTuning Tuning, int? Version)> CurrentAsync(CancellationToken cancellationToken)
    {
        var (known, now) = (Volatile.Read(ref _known), time.GetUtcNow());
        if (known is not null && now - known.At < TimeSpan.FromSeconds(options.Value.ReloadSeconds))
        {
            return (known.Tuning, known.Version);
        }

        // Settings lead to no document: they are readable without a person.
        await using var command = database.AppPool.CreateCommand(
            "select f.version, v.tuning::text from search_in_force f left join search_versions v on v.number = f.version order by f.id desc limit 1");
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var read = await row.ReadAsync(cancellationToken).ConfigureAwait(false) && !row.IsDBNull(0)
            ? new Known(Parse(row.GetString(1)), row.GetInt32(0), now)
            : new Known(Configured, null, now);
        // Who forgot meanwhile wants it read again.
        Interlocked.CompareExchange(ref _known, read, known);
        return (read.Tuning, read.Version);
    }

    /// <summary>Has the next search look at once: called in the process that made a change.</summary>
    internal void Forget() => Volatile.Write(ref _known, null);

    /// <summary>Values as they are stored; a later program's ones that this does not know are passed over, and ones it misses have their defaults.</summary>
    internal static SearchTuning Parse(string json) => JsonSerializer.Deserialize<SearchTuning>(json, JsonSerializerOptions.Web)!;

    private sealed record Known(SearchTuning Tuning, int? Version, DateTimeOffset At);
}
