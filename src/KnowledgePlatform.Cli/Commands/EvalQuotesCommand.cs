using System.CommandLine;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Answers;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval quotes: in how many answers by quotation the first sentence, the first three, the first five hold the known answer.</summary>
internal static class EvalQuotesCommand
{
    private static readonly int[] Firsts = [1, 3, 5];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with corpus.jsonl, queries.jsonl, qrels.tsv and answers.jsonl." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var keep = EvalOptions.Keep();
        var questions = EvalOptions.Questions();
        var command = new Command("quotes", "Ask the questions of a test collection and see whether the sentences that would be quoted hold the answers.") { folder, questions, json, person, keep };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(questions), parsed.GetValue(person), parsed.GetValue(keep), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, int? most, string? person, string? keep, bool json, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        var answers = AnswerSpans.Read(folder.FullName, set.Documents) ?? throw new CommandRunner.CommandException($"{folder.FullName} has no answers.jsonl: there is nothing to compare with");
        using var host = PlatformHost.Build(worker: true);
        var collection = await EvaluationCollection.OpenAsync(host, person, folder.Name, keep, cancellationToken).ConfigureAwait(false);
        await using (collection.ConfigureAwait(false))
        {
            await collection.IngestAsync(set, cancellationToken).ConfigureAwait(false);
            var evidence = host.Services.GetRequiredService<EvidenceSearch>();
            var queries = EvalOptions.Spread(set.Queries, most);
            var ranks = new int?[queries.Count];
            await EvaluationProgress.AskAllAsync(queries.Count, async (i, token) =>
            {
                var hits = await evidence.SearchAsync(collection.Caller, queries[i].Text, [collection.Id], token).ConfigureAwait(false);
                var found = await evidence.ReadAsync(collection.Caller, queries[i].Text, hits, token).ConfigureAwait(false);
                // Said twice in the same words is quoted once, as in an answer.
                var sentences = found.Sentences.DistinctBy(sentence => sentence.Text).Take(Firsts[^1]).Select(sentence => (collection.NamesOf(sentence.Hit.DocumentId), sentence.Text)).ToList();
                ranks[i] = answers.RankOf(queries[i].Id, sentences);
            }, cancellationToken).ConfigureAwait(false);
            var judged = ranks.Where(rank => rank is not null).ToList();
            double Share(int first) => Math.Round(judged.Count(rank => rank > 0 && rank <= first) / (double)Math.Max(1, judged.Count), 4);
            if (json)
            {
                CommandRunner.PrintJson(new { collection = folder.Name, questions = judged.Count, first = Share(1), first3 = Share(3), first5 = Share(5) });
            }
            else
            {
                Console.WriteLine($"{judged.Count} questions; the answer stands in");
                foreach (var first in Firsts)
                {
                    Console.WriteLine($"  the first {(first == 1 ? "sentence " : first + " sentences")} {Share(first):P1}");
                }
            }

            return 0;
        }
    }
}
