using System.Diagnostics;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>Times whole searches and the statement alone, question by question in turn, so that what else the machine does falls on both.</summary>
internal sealed class SearchBench(BenchDatabase database, Embedder embedder, LanguageDetector languages, RetrievalOptions options)
{
    private const int Limit = 10;
    private const int WarmUp = 20;
    private const long MostExact = 200_000;
    private const long MostRowByRow = 200_000;
    private static readonly (bool Exact, bool RowByRow)[] Ways = [(false, false), (false, true), (true, false), (true, true)];

    private readonly PassageSearch _search = new(database.Database, new Embedders(embedder), languages, new CollectionContents(TimeProvider.System), Options.Create(options));

    // The vector leg compares all vectors: what an approximate search should have found.
    private readonly PassageSearch _exact = new(
        database.Database, new Embedders(embedder), languages, new CollectionContents(TimeProvider.System), Options.Create(options with { ExactBelow = int.MaxValue }));

    /// <summary>Measures for somebody who may read a share of the passages.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="collections">What the person may read.</param>
    /// <param name="visible">How many passages that are.</param>
    /// <param name="questions">All are timed.</param>
    /// <param name="compared">So many of them are compared with the exact search.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SearchFigures> MeasureAsync(Caller caller, Guid[] collections, long visible, IReadOnlyList<string> questions, int compared, CancellationToken cancellationToken)
    {
        var figures = new SearchFigures();
        foreach (var question in questions.Take(WarmUp))
        {
            await _search.SearchAsync(caller, question, null, Limit, cancellationToken).ConfigureAwait(false);
        }

        // The best SQL for these rows: each way of both legs is tried, but those that would look at a million of them one by one.
        var ways = Ways.Where(way => (!way.Exact || visible <= MostExact) && (!way.RowByRow || visible <= MostRowByRow)).Select(way => SearchStatement.WrittenOut(way.Exact, way.RowByRow))
            .Concat(visible <= Math.Min(MostExact, MostRowByRow) ? [SearchStatement.WrittenOutInOnePass] : Array.Empty<string>()).ToArray();
        var tried = ways.Select(_ => new List<double>()).ToArray();
        foreach (var question in questions.Take(3))
        {
            for (var way = 0; way < ways.Length; way++)
            {
                tried[way].Add(await RawAsync(ways[way], question, collections, cancellationToken).ConfigureAwait(false));
            }
        }

        var best = ways[Enumerable.Range(0, ways.Length).MinBy(way => SearchFigures.At(tried[way], 0.5))];
        foreach (var question in questions.Take(WarmUp))
        {
            await RawAsync(best, question, collections, cancellationToken).ConfigureAwait(false);
        }

        // Who comes first finds less in memory: each does for every second question.
        for (var i = 0; i < questions.Count; i++)
        {
            var question = questions[i];
            if (i % 2 == 0)
            {
                figures.Raw.Add(await RawAsync(best, question, collections, cancellationToken).ConfigureAwait(false));
            }

            var clock = Stopwatch.StartNew();
            await _search.SearchAsync(caller, question, null, Limit, cancellationToken).ConfigureAwait(false);
            figures.Whole.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            await embedder.EmbedQueryAsync(question, cancellationToken).ConfigureAwait(false);
            figures.Embedding.Add(clock.Elapsed.TotalMilliseconds);
            if (i % 2 != 0)
            {
                figures.Raw.Add(await RawAsync(best, question, collections, cancellationToken).ConfigureAwait(false));
            }
        }

        foreach (var question in questions.Take(compared))
        {
            var found = await _search.SearchAsync(caller, question, null, Limit, cancellationToken).ConfigureAwait(false);
            var should = await _exact.SearchAsync(caller, question, null, Limit, cancellationToken).ConfigureAwait(false);
            figures.Recall.Add(should.Count == 0 ? 1 : (double)found.Count(hit => should.Any(other => other.ChunkId == hit.ChunkId)) / should.Count);
        }

        return figures;
    }

    /// <summary>Searches a second by so many at once, whose connections have been used before, as those of a portal have.</summary>
    public async Task<double> ThroughputAsync(Caller caller, IReadOnlyList<string> questions, int clients, CancellationToken cancellationToken)
    {
        await AskAsync(caller, [.. questions.Take(WarmUp)], clients, cancellationToken).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        await AskAsync(caller, questions, clients, cancellationToken).ConfigureAwait(false);
        return questions.Count / clock.Elapsed.TotalSeconds;
    }

    private Task AskAsync(Caller caller, IReadOnlyList<string> questions, int clients, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        questions, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken },
        async (question, token) => await _search.SearchAsync(caller, question, null, Limit, token).ConfigureAwait(false));

    // Milliseconds of the statement on the owner's connection: no policies, no transaction of a person, prepared; its rows are read to the end.
    private async Task<double> RawAsync(string statement, string question, Guid[] collections, CancellationToken cancellationToken)
    {
        var vector = new HalfVector(Array.ConvertAll((await embedder.EmbedQueryAsync(question, cancellationToken).ConfigureAwait(false)).ToArray(), value => (Half)value));
        await using var connection = await database.Owner.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var settings = new NpgsqlCommand("select " + SearchStatement.Settings.Replace(", true)", ", false)", StringComparison.Ordinal), connection))
        {
            settings.Parameters.AddWithValue("list", $"{options.HnswCandidateList}");
            settings.Parameters.AddWithValue("most", $"{options.HnswScanTuples}");
            await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue("vector", vector);
        command.Parameters.AddWithValue("model", embedder.Model);
        command.Parameters.AddWithValue("words", question);
        command.Parameters.AddWithValue("languages", new[] { "en" });
        command.Parameters.AddWithValue("collections", NpgsqlDbType.Array | NpgsqlDbType.Uuid, collections);
        command.Parameters.AddWithValue("candidates", options.Candidates);
        command.Parameters.AddWithValue("scaled", options.Candidates);
        command.Parameters.AddWithValue("lexicalWeight", options.LexicalWeight);
        command.Parameters.AddWithValue("depth", Math.Max(Limit, options.MixedCandidates));
        command.Parameters.AddWithValue("mixed", options.MixedCandidates);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return clock.Elapsed.TotalMilliseconds;
    }
}

/// <summary>Milliseconds, one a question, and shares of the exact search's first ten that were found.</summary>
internal sealed class SearchFigures
{
    /// <summary>Whole searches, the question's embedding included.</summary>
    public List<double> Whole { get; } = [];

    /// <summary>The question's embedding alone.</summary>
    public List<double> Embedding { get; } = [];

    /// <summary>The statement alone, past row-level security.</summary>
    public List<double> Raw { get; } = [];

    /// <summary>One a compared question.</summary>
    public List<double> Recall { get; } = [];

    /// <summary>The value below which a share of the values lies.</summary>
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    /// <summary>Whole search less the question's embedding, over the statement alone; medians.</summary>
    public double Ratio => (At(Whole, 0.5) - At(Embedding, 0.5)) / At(Raw, 0.5);
}
