using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval refusal: how well questions that the documents answer are told from those that they do not.</summary>
internal static class EvalRefusalCommand
{
    // As many passages are left as for other questions when those of a question's own document are taken away.
    private const int Enough = 200;
    private static readonly double[] Limits = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder with corpus.jsonl, queries.jsonl, qrels.tsv, and unanswerable.jsonl; without the last the same questions are asked as if their documents were not there.",
        };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var keep = EvalOptions.Keep();
        var questions = EvalOptions.Questions();
        var save = new Option<FileInfo?>("--save") { Description = "Write each question's figures to this file, as JSON lines.", HelpName = "FILE" };
        var command = new Command("refusal", "Ask questions with and without an answer in a test collection; see which are answered.") { folder, questions, json, person, keep, save };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(questions), parsed.GetValue(person), parsed.GetValue(keep), parsed.GetValue(json), parsed.GetValue(save), token)));
        return command;
    }

    private static async Task<int> RunAsync(
        DirectoryInfo folder, int? most, string? person, string? keep, bool json, FileInfo? save, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        var unanswerable = BeirFolder.Unanswerable(folder.FullName);
        using var host = PlatformHost.Build(worker: true);
        var collection = await EvaluationCollection.OpenAsync(host, person, folder.Name, keep, cancellationToken).ConfigureAwait(false);
        await using (collection.ConfigureAwait(false))
        {
            await collection.IngestAsync(set, cancellationToken).ConfigureAwait(false);
            var evidence = host.Services.GetRequiredService<EvidenceSearch>();
            var search = host.Services.GetRequiredService<PassageSearch>();
            var passages = host.Services.GetRequiredService<IOptions<AnswerOptions>>().Value.Passages;
            var asked = EvalOptions.Spread(set.Queries, most).Select(query => (Query: query, Answerable: true))
                .Concat(EvalOptions.Spread(unanswerable ?? set.Queries, most).Select(query => (Query: query, Answerable: false))).ToList();
            var results = new Result[asked.Count];
            await EvaluationProgress.AskAllAsync(asked.Count, async (i, token) =>
            {
                var (query, answerable) = asked[i];
                var hits = answerable || unanswerable is not null
                    ? await evidence.SearchAsync(collection.Caller, query.Text, [collection.Id], token).ConfigureAwait(false)
                    : [.. (await search.SearchAsync(collection.Caller, query.Text, [collection.Id], Enough, token).ConfigureAwait(false))
                        .Where(hit => !collection.NamesOf(hit.DocumentId).Any(name => set.Judgements[query.Id].GetValueOrDefault(name) > 0)).Take(passages)];

                var found = await evidence.ReadAsync(collection.Caller, query.Text, hits, token).ConfigureAwait(false);
                results[i] = new Result(query.Id, query.Text, answerable, found.Confidence, !found.IsWeak, found.Signals, found.Sentences.Count > 0 ? found.Sentences[0].Text : "",
                    save is null ? [] : [.. hits.Select(hit => new Found(hit.Title, hit.HeadingPath, hit.Text, hit.Similarity))]);
            }, cancellationToken).ConfigureAwait(false);
            if (save is not null)
            {
                await File.WriteAllLinesAsync(save.FullName, results.Select(result => System.Text.Json.JsonSerializer.Serialize(result)), cancellationToken).ConfigureAwait(false);
            }

            Print(folder.Name, [.. results.Where(result => result.Answerable)], [.. results.Where(result => !result.Answerable)], json);
            return 0;
        }
    }

    private static void Print(string name, List<Result> answerable, List<Result> unanswerable, bool json)
    {
        var auc = Math.Round(SeparationCurve.Area([.. answerable.Select(result => result.Confidence)], [.. unanswerable.Select(result => result.Confidence)]), 4);
        double Share(List<Result> results, bool answered) => Math.Round(results.Count(result => result.Answered == answered) / (double)Math.Max(1, results.Count), 4);
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                collection = name, answerable = answerable.Count, unanswerable = unanswerable.Count, auc, answered = Share(answerable, true), refused = Share(unanswerable, false),
            });
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answerable.Count} questions with an answer: {Share(answerable, true):P1} answered\n{unanswerable.Count} without: {Share(unanswerable, false):P1} refused\narea under the curve of confidence: {auc:F4}\n\nAnswers:Weak:LeastConfidence  answered of those with an answer  refused of those without"));
        foreach (var least in Limits)
        {
            var answered = answerable.Count(result => result.Confidence >= least) / (double)Math.Max(1, answerable.Count);
            var refused = unanswerable.Count(result => result.Confidence < least) / (double)Math.Max(1, unanswerable.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{least,-30:F2}{answered,-34:P1}{refused:P1}"));
        }
    }

    private sealed record Result(string Id, string Question, bool Answerable, double Confidence, bool Answered, EvidenceSignals Signals, string Best, IReadOnlyList<Found> Passages);

    private sealed record Found(string Title, string HeadingPath, string Text, double Similarity);
}
