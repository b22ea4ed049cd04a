using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Measures;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval retrieval: asks all questions of a test collection by the path that every question takes, and measures the ranking.</summary>
internal static class EvalRetrievalCommand
{
    private const int Depth = 100;

    // A document can have several chunks among the hits; enough are asked for to find a hundred documents.
    private const int Passages = 400;
    private const int Shown = 10;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with corpus.jsonl, queries.jsonl and qrels.tsv, and answers.jsonl where passages are to be judged." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var keep = new Option<string?>("--keep") { Description = "Keep the collection under this name; another run with it takes in only what is missing.", HelpName = "NAME" };
        var save = new Option<FileInfo?>("--save") { Description = "Write each question's result to this file, as JSON lines.", HelpName = "FILE" };
        var compare = new Option<FileInfo?>("--compare") { Description = "Compare with a run that was saved: difference, p, questions better and worse.", HelpName = "FILE" };
        var report = new Option<FileInfo?>("--report") { Description = "Write a Markdown page with the figures and the worst questions.", HelpName = "FILE" };
        var command = new Command("retrieval", "Ingest a test collection into a collection of its own, ask all its questions, measure, throw it away.")
            { folder, json, person, keep, save, compare, report };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(person), parsed.GetValue(keep),
            new Output(parsed.GetValue(json), parsed.GetValue(save), parsed.GetValue(compare), parsed.GetValue(report)), token)));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, string? person, string? keep, Output output, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        var answers = AnswerSpans.Read(folder.FullName, set.Documents);
        // Before the long work: a file that cannot be read should not cost an hour.
        var before = output.Compare is null ? null : RetrievalRun.Read(output.Compare.FullName);
        using var host = PlatformHost.Build(worker: true);
        var collection = await EvaluationCollection.OpenAsync(host, person, folder.Name, keep, cancellationToken).ConfigureAwait(false);
        await using (collection.ConfigureAwait(false))
        {
            var clock = Stopwatch.StartNew();
            await collection.IngestAsync(set, cancellationToken).ConfigureAwait(false);
            var ingest = clock.Elapsed;
            var run = await AskAsync(host.Services.GetRequiredService<PassageSearch>(), collection, set, answers, cancellationToken).ConfigureAwait(false);
            var figures = Figures(folder.Name, set, run, before, ingest, clock.Elapsed);
            if (output.Save is { } file)
            {
                await run.WriteAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            }

            if (output.Report is { } page)
            {
                await File.WriteAllTextAsync(page.FullName, RetrievalReport.Write(figures, run, set), cancellationToken).ConfigureAwait(false);
            }

            if (output.Json)
            {
                CommandRunner.PrintJson(figures);
            }
            else
            {
                Console.WriteLine(string.Join('\n', figures.Select(figure => $"{figure.Key,-14} {Convert.ToString(figure.Value, CultureInfo.InvariantCulture)}")));
            }

            return 0;
        }
    }

    // Names are those of the contract: "hit5" is looked for by scripts.
    private static Dictionary<string, object> Figures(string name, BeirFolder set, RetrievalRun run, RetrievalRun? before, TimeSpan ingest, TimeSpan all)
    {
        var mean = run.Mean();
        var figures = new Dictionary<string, object>
        {
            ["collection"] = name, ["documents"] = set.Documents.Count, ["queries"] = set.Queries.Count, ["ndcg10"] = Math.Round(mean.Ndcg10, 4),
            ["recall10"] = Math.Round(mean.Recall10, 4), ["recall100"] = Math.Round(mean.Recall100, 4),
        };
        foreach (var (key, value) in new[] { ("hit1", mean.Hit1), ("hit5", mean.Hit5), ("hit10", mean.Hit10) })
        {
            if (value is { } share)
            {
                figures[key] = Math.Round(share, 4);
            }
        }

        if (before is not null)
        {
            var (questions, difference, p, better, worse) = run.Against(before);
            (figures["compared"], figures["difference"], figures["p"], figures["better"], figures["worse"]) =
                (questions, Math.Round(difference, 4), Math.Round(p, 4), better, worse);
        }

        (figures["seconds"], figures["ingestSeconds"], figures["searchSeconds"]) =
            (Math.Round(all.TotalSeconds, 1), Math.Round(ingest.TotalSeconds, 1), Math.Round((all - ingest).TotalSeconds, 1));
        return figures;
    }

    private static async Task<RetrievalRun> AskAsync(
        PassageSearch search, EvaluationCollection collection, BeirFolder set, AnswerSpans? answers, CancellationToken cancellationToken)
    {
        var results = new RetrievalRun.Question[set.Queries.Count];
        await EvaluationProgress.AskAllAsync(results.Length, async (i, token) =>
        {
            var query = set.Queries[i];
            var hits = await search.SearchAsync(collection.Caller, query.Text, [collection.Id], Passages, token).ConfigureAwait(false);
            // The rank of a document is that of its best passage.
            var ranked = hits.SelectMany(hit => collection.NamesOf(hit.DocumentId)).Distinct().Take(Depth).ToList();
            var judged = set.Judgements[query.Id];
            results[i] = new RetrievalRun.Question(
                query.Id, query.Text, RankingMetrics.Ndcg(ranked, judged, 10), RankingMetrics.Recall(ranked, judged, 10), RankingMetrics.Recall(ranked, judged, 100),
                answers?.RankOf(query.Id, [.. hits.Select(hit => (collection.NamesOf(hit.DocumentId), hit.Text))]), [.. ranked.Take(Shown)]);
        }, cancellationToken).ConfigureAwait(false);
        return new RetrievalRun(results);
    }

    private sealed record Output(bool Json, FileInfo? Save, FileInfo? Compare, FileInfo? Report);
}
