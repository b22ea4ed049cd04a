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
        var retrieval = new Command("retrieval", "Ingest a test collection into a collection of its own, ask all its questions, measure, throw it away.")
            { folder, json, person };
        retrieval.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(json), parsed.GetValue(person), token)));
        return new Command("eval", "Measure quality.") { retrieval };
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, bool json, string? person, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        using var host = PlatformHost.Build(worker: true);
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var collections = host.Services.GetRequiredService<CollectionStore>();
        var collection = await collections.CreateAsync(caller, $"eval {folder.Name} {Guid.NewGuid():N}", "", cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRunner.CommandException("the collection could not be made");
        var clock = Stopwatch.StartNew();
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            var ids = await IngestAsync(host.Services, caller, collection, set, cancellationToken).ConfigureAwait(false);
            var ingested = clock.Elapsed;
            await Console.Error.WriteLineAsync($"{set.Documents.Count} documents ingested in {ingested.TotalSeconds:0.0} s").ConfigureAwait(false);
            await host.StopAsync(cancellationToken).ConfigureAwait(false);
            var (ndcg, recall10, recall100) = await AskAsync(host.Services, caller, collection, set, ids, cancellationToken).ConfigureAwait(false);
            Print(json, folder.Name, set, ndcg, recall10, recall100, clock.Elapsed);
            return 0;
        }
        finally
        {
            await collections.DeleteAsync(caller, collection, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Print(bool json, string name, BeirFolder set, double ndcg, double recall10, double recall100, TimeSpan elapsed)
    {
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                collection = name, documents = set.Documents.Count, queries = set.Queries.Count, ndcg10 = Math.Round(ndcg, 4),
                recall10 = Math.Round(recall10, 4), recall100 = Math.Round(recall100, 4), seconds = Math.Round(elapsed.TotalSeconds, 1),
            });
            return;
        }

        Console.WriteLine(
            $"{name}: nDCG@10 {ndcg:0.000}, recall@10 {recall10:0.000}, recall@100 {recall100:0.000} over {set.Queries.Count} questions, {elapsed.TotalSeconds:0} s");
    }

    private static async Task<Dictionary<Guid, List<string>>> IngestAsync(
        IServiceProvider services, Caller caller, Guid collection, BeirFolder set, CancellationToken cancellationToken)
    {
        var documents = services.GetRequiredService<DocumentStore>();
        var uploads = new List<UploadResult>();
        var ids = new Dictionary<Guid, List<string>>();
        foreach (var document in set.Documents)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(document.Text));
            var upload = (await documents.UploadAsync(caller, collection, null, document.Id + ".txt", content, cancellationToken, document.Title)
                .ConfigureAwait(false))!;
            uploads.Add(upload);
            if (!ids.TryGetValue(upload.DocumentId, out var same))
            {
                ids[upload.DocumentId] = same = [];
            }

            same.Add(document.Id);
        }

        var versions = await IngestCommand.WaitAsync(documents, caller, uploads, cancellationToken).ConfigureAwait(false);
        foreach (var failed in versions.Where(version => version.State == "failed"))
        {
            await Console.Error.WriteLineAsync($"{failed.FileName}: {failed.Reason}").ConfigureAwait(false);
        }

        return ids;
    }

    private static async Task<(double Ndcg, double Recall10, double Recall100)> AskAsync(
        IServiceProvider services, Caller caller, Guid collection, BeirFolder set, Dictionary<Guid, List<string>> ids, CancellationToken cancellationToken)
    {
        var search = services.GetRequiredService<PassageSearch>();
        double ndcg = 0, recall10 = 0, recall100 = 0;
        foreach (var query in set.Queries)
        {
            var hits = await search.SearchAsync(caller, query.Text, [collection], Passages, cancellationToken).ConfigureAwait(false);
            var ranked = hits.SelectMany(hit => ids[hit.DocumentId]).Distinct().Take(Depth).ToList();
            var judged = set.Judgements[query.Id];
            ndcg += RankingMetrics.Ndcg(ranked, judged, 10);
            recall10 += RankingMetrics.Recall(ranked, judged, 10);
            recall100 += RankingMetrics.Recall(ranked, judged, Depth);
        }

        var count = Math.Max(1, set.Queries.Count);
        return (ndcg / count, recall10 / count, recall100 / count);
    }
}
