using System.CommandLine;
using System.Diagnostics;
using System.Text;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval: measures quality on test collections, by the same path that documents and questions take.</summary>
internal static class EvalCommand
{
    private const int Depth = 100;

    // A document can have several chunks among the hits; enough are asked for to find a hundred documents.
    private const int Passages = 400;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with corpus.jsonl, queries.jsonl and qrels.tsv." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var keep = new Option<string?>("--keep") { Description = "Keep the collection under this name; another run with it takes in only what is missing.", HelpName = "NAME" };
        var retrieval = new Command("retrieval", "Ingest a test collection into a collection of its own, ask all its questions, measure, throw it away.")
            { folder, json, person, keep };
        retrieval.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(json), parsed.GetValue(person), parsed.GetValue(keep), token)));
        return new Command("eval", "Measure quality.") { retrieval, EvalIngestionCommand.Create(), EvalReadingCommand.Create() };
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, bool json, string? person, string? keep, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        using var host = PlatformHost.Build(worker: true);
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var collections = host.Services.GetRequiredService<CollectionStore>();
        var kept = keep is null ? null : await collections.FindByNameAsync(caller, keep, cancellationToken).ConfigureAwait(false);
        var collection = kept?.Id
            ?? await collections.CreateAsync(caller, keep ?? $"eval {folder.Name} {Guid.NewGuid():N}", "", cancellationToken).ConfigureAwait(false);
        try
        {
            var clock = Stopwatch.StartNew();
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            var ids = await IngestAsync(host.Services, caller, collection, set, cancellationToken).ConfigureAwait(false);
            await host.StopAsync(cancellationToken).ConfigureAwait(false);
            var ingest = clock.Elapsed;
            var measured = await AskAsync(host.Services, caller, collection, set, ids, cancellationToken).ConfigureAwait(false);
            Print(json, folder.Name, set, measured, ingest, clock.Elapsed);
            return 0;
        }
        finally
        {
            // First the workers: a stage under way holds rows that the collection takes with it.
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            if (keep is null)
            {
                await collections.DeleteAsync(caller, collection, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static void Print(bool json, string name, BeirFolder set, RankingAverage measured, TimeSpan ingest, TimeSpan all)
    {
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                collection = name, documents = set.Documents.Count, queries = set.Queries.Count, ndcg10 = Math.Round(measured.Ndcg10, 4),
                recall10 = Math.Round(measured.Recall10, 4), recall100 = Math.Round(measured.Recall100, 4), seconds = Math.Round(all.TotalSeconds, 1),
                ingestSeconds = Math.Round(ingest.TotalSeconds, 1), searchSeconds = Math.Round((all - ingest).TotalSeconds, 1),
            });
            return;
        }

        Console.WriteLine(
            $"{name}: nDCG@10 {measured.Ndcg10:0.000}, recall@10 {measured.Recall10:0.000}, recall@100 {measured.Recall100:0.000} over {set.Queries.Count} "
            + $"questions; {ingest.TotalSeconds:0} s to ingest {set.Documents.Count} documents, {(all - ingest).TotalSeconds:0} s to search");
    }

    private static async Task<Dictionary<Guid, List<string>>> IngestAsync(
        IServiceProvider services, Caller caller, Guid collection, BeirFolder set, CancellationToken cancellationToken)
    {
        var (documents, uploads) = (services.GetRequiredService<DocumentStore>(), services.GetRequiredService<DocumentUploads>());
        var ids = new Dictionary<Guid, List<string>>();
        var sent = new EvaluationProgress("sent", set.Documents.Count);
        foreach (var document in set.Documents)
        {
            sent.Show(ids.Count);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(document.Text));
            var upload = await uploads.UploadAsync(caller, collection, null, document.Id + ".txt", content, cancellationToken, document.Title).ConfigureAwait(false);
            if (!ids.TryGetValue(upload.DocumentId, out var same))
            {
                ids[upload.DocumentId] = same = [];
            }

            same.Add(document.Id);
        }

        sent.End();
        await WaitAsync(documents, caller, collection, cancellationToken).ConfigureAwait(false);
        return ids;
    }

    private static async Task WaitAsync(DocumentStore documents, Caller caller, Guid collection, CancellationToken cancellationToken)
    {
        var all = await documents.CountAsync(caller, collection, new DocumentQuery(null, null, 1, 0), cancellationToken).ConfigureAwait(false);
        var progress = new EvaluationProgress("ingested", all);
        while (await documents.CountAsync(caller, collection, new DocumentQuery("in_progress", null, 1, 0), cancellationToken).ConfigureAwait(false) is > 0 and var open)
        {
            progress.Show(all - open);
            await Task.Delay(500, cancellationToken).ConfigureAwait(false);
        }

        progress.End();
        foreach (var failed in await documents.ListAsync(caller, collection, new DocumentQuery("failed", null, 500, 0), cancellationToken).ConfigureAwait(false))
        {
            await Console.Error.WriteLineAsync($"{failed.FileName}: {failed.Reason}").ConfigureAwait(false);
        }
    }

    private static async Task<RankingAverage> AskAsync(
        IServiceProvider services, Caller caller, Guid collection, BeirFolder set, Dictionary<Guid, List<string>> ids, CancellationToken cancellationToken)
    {
        var search = services.GetRequiredService<PassageSearch>();
        var results = new RankingAverage[set.Queries.Count];
        var progress = new EvaluationProgress("asked", results.Length);
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, results.Length, options, async (i, token) =>
        {
            var query = set.Queries[i];
            var hits = await search.SearchAsync(caller, query.Text, [collection], Passages, token).ConfigureAwait(false);
            // The rank of a document is that of its best passage.
            var ranked = hits.SelectMany(hit => ids[hit.DocumentId]).Distinct().Take(Depth).ToList();
            results[i] = RankingAverage.Of(ranked, set.Judgements[query.Id]);
            progress.Show(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        progress.End();
        return RankingAverage.Over(results);
    }
}
