using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Cli.Benchmarks;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp bench search: how fast and how exact a search is among so many passages, for people who may read all or little of them.</summary>
internal static class BenchSearchCommand
{
    private const int Clients = 8;

    public static Command Create()
    {
        var passages = new Option<int>("--passages") { Description = "Passages to search among.", DefaultValueFactory = _ => 100_000 };
        var questions = new Option<int>("--questions") { Description = "Questions to time at each visibility.", DefaultValueFactory = _ => 200 };
        var compared = new Option<int>("--compared") { Description = "So many of them are compared with the exact search.", DefaultValueFactory = _ => 40 };
        var keep = new Option<bool>("--keep") { Description = "Keep the database; another run with as many passages takes it as it is." };
        var json = CommonOptions.Json();
        var command = new Command("search", "Build a database of made passages beside the firm's own, time searches in it, drop it.") { passages, questions, compared, keep, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(passages), parsed.GetValue(questions), parsed.GetValue(compared), parsed.GetValue(keep), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(int passages, int asked, int compared, bool keep, bool json, CancellationToken cancellationToken)
    {
        if (passages < 10_000 || asked < 5)
        {
            throw new CommandRunner.CommandException("--passages is 10000 at least, --questions 5");
        }

        using var host = PlatformHost.Build();
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        var server = configuration["KP_DATABASE"] ?? throw new CommandRunner.CommandException("KP_DATABASE is not set: the benchmark makes a database, which only the owner may");
        var database = await BenchDatabase.OpenAsync(server, passages, Path.Combine(LocalConfiguration.Home(configuration), "migrations"), Path.Combine(configuration["KP_DATA"]!, "secrets"), cancellationToken).ConfigureAwait(false);
        try
        {
            var embedder = host.Services.GetRequiredService<Embedder>();
            var texts = new PassageGenerator();
            if (!await database.IsBuiltAsync(cancellationToken).ConfigureAwait(false))
            {
                var progress = new EvaluationProgress("passages", passages);
                await database.BuildAsync(
                    passages, embedder.Model, texts, new VectorGenerator(await CentresAsync(embedder, texts, cancellationToken).ConfigureAwait(false)),
                    new Progress<long>(written => progress.Show((int)written)), cancellationToken).ConfigureAwait(false);
            }

            var bench = new SearchBench(database, embedder, host.Services.GetRequiredService<LanguageDetector>(), host.Services.GetRequiredService<IOptions<RetrievalOptions>>().Value);
            var questions = Enumerable.Range(0, asked).Select(texts.Question).ToList();
            var visibility = new Dictionary<string, object>();
            foreach (var share in BenchDatabase.Visibilities)
            {
                var (caller, collections) = await database.ReaderAsync(share, cancellationToken).ConfigureAwait(false);
                var figures = await bench.MeasureAsync(caller, collections, (long)(passages * share / 100), questions, compared, cancellationToken).ConfigureAwait(false);
                visibility[share.ToString(CultureInfo.InvariantCulture)] = Row(figures);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{share,6} % visible: whole p50 {SearchFigures.At(figures.Whole, .5):F1} p95 {SearchFigures.At(figures.Whole, .95):F1} p99 {SearchFigures.At(figures.Whole, .99):F1} ms; embedding p50 {SearchFigures.At(figures.Embedding, .5):F1}; SQL alone p50 {SearchFigures.At(figures.Raw, .5):F1} p95 {SearchFigures.At(figures.Raw, .95):F1} p99 {SearchFigures.At(figures.Raw, .99):F1}; recall@10 {figures.Recall.Average():F3}; ratio {figures.Ratio:F2}")).ConfigureAwait(false);
            }

            var (everybody, _) = await database.ReaderAsync(100, cancellationToken).ConfigureAwait(false);
            var one = await bench.ThroughputAsync(everybody, questions, 1, cancellationToken).ConfigureAwait(false);
            var many = await bench.ThroughputAsync(everybody, questions, Clients, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"one client {one:F1} searches/s, {Clients} clients {many:F1} ({many / one:F2} times)")).ConfigureAwait(false);
            var result = new Dictionary<string, object> { ["passages"] = passages, ["build_s"] = Math.Round(database.BuildSeconds.Values.Sum(), 1) };
            foreach (var (name, bytes) in await database.SizesAsync(cancellationToken).ConfigureAwait(false))
            {
                result[name] = bytes;
            }

            (result["build"], result["visibility"], result["clients_ratio"]) = (database.BuildSeconds, visibility, Math.Round(many / one, 2));
            if (json)
            {
                CommandRunner.PrintJson(result);
            }

            return 0;
        }
        finally
        {
            await (keep ? database.DisposeAsync().AsTask() : database.DropAsync()).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, double> Row(SearchFigures figures) => new()
    {
        ["p50_ms"] = Math.Round(SearchFigures.At(figures.Whole, 0.5), 2), ["p95_ms"] = Math.Round(SearchFigures.At(figures.Whole, 0.95), 2),
        ["p99_ms"] = Math.Round(SearchFigures.At(figures.Whole, 0.99), 2), ["recall10"] = Math.Round(figures.Recall.Average(), 4), ["ratio_sql"] = Math.Round(figures.Ratio, 3),
        ["embedding_p50_ms"] = Math.Round(SearchFigures.At(figures.Embedding, 0.5), 2), ["sql_p50_ms"] = Math.Round(SearchFigures.At(figures.Raw, 0.5), 2),
        ["sql_p95_ms"] = Math.Round(SearchFigures.At(figures.Raw, 0.95), 2),
    };

    // Real embeddings of made texts, a topic each: the first passage about it.
    private static async Task<IReadOnlyList<float[]>> CentresAsync(Embedder embedder, PassageGenerator texts, CancellationToken cancellationToken)
    {
        var first = new string?[PassageGenerator.Topics];
        for (long passage = 0; Array.Exists(first, text => text is null); passage++)
        {
            first[PassageGenerator.TopicOf(passage)] ??= texts.Passage(passage);
        }

        var progress = new EvaluationProgress("topics embedded", first.Length);
        var centres = new List<float[]>();
        foreach (var batch in first.Chunk(32))
        {
            centres.AddRange((await embedder.EmbedPassagesAsync(batch!, cancellationToken).ConfigureAwait(false)).Select(vector => vector.ToArray()));
            progress.Show(centres.Count);
        }

        progress.End();
        return centres;
    }
}
