using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Conflicts;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval conflicts: how many passages that disagree are shown beside each other, and how often some are that do not.</summary>
internal static class EvalConflictsCommand
{
    // A person, a firm: what is said of another one is no conflict. Nor is what is told in other words.
    private static readonly string[] Agreeing = ["verbatim", "reordered", "paraphrase", "name", "other document"];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A test collection with corpus.jsonl, or a folder of such; those in other languages than English are passed over." };
        var perKind = new Option<int>("--cases") { Description = "Pairs of each kind.", DefaultValueFactory = _ => 500 };
        var seed = new Option<int>("--seed") { Description = "Another seed makes other pairs.", DefaultValueFactory = _ => 1 };
        var show = new Option<string?>("--show") { Description = "Print the pairs of this kind that went wrong; with --ask, what would be shown.", HelpName = "KIND" };
        var ask = new Option<bool>("--ask") { Description = "Take in the collection and ask its questions instead: in how many answers a conflict is shown." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var keep = EvalOptions.Keep();
        var questions = EvalOptions.Questions();
        var command = new Command("conflicts", "See which passages that disagree are found, and which are taken to disagree that do not.") { folder, perKind, seed, show, ask, questions, json, person, keep };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => parsed.GetValue(ask)
            ? AskAsync(parsed.GetValue(folder)!, parsed.GetValue(questions), parsed.GetValue(show) is not null, parsed.GetValue(person), parsed.GetValue(keep), parsed.GetValue(json), token)
            : Task.FromResult(Compare(parsed.GetValue(folder)!, parsed.GetValue(perKind), parsed.GetValue(seed), parsed.GetValue(show), parsed.GetValue(json)))));
        return command;
    }

    private static int Compare(DirectoryInfo folder, int perKind, int seed, string? show, bool json)
    {
        var folders = BeirFolder.In(folder.FullName);
        using var host = PlatformHost.Build();
        var options = host.Services.GetRequiredService<IOptions<AnswerOptions>>().Value.Conflicts;
        var cases = ClaimCases.Make(folders, host.Services.GetRequiredService<LanguageDetector>(), perKind, seed);
        var clock = Stopwatch.StartNew();
        var found = cases.ConvertAll(one => Find(one, options));
        var perPair = clock.Elapsed.TotalMilliseconds / Math.Max(1, cases.Count);
        foreach (var (one, conflict) in cases.Zip(found).Where(pair => pair.First.Kind == show && Agreeing.Contains(pair.First.Kind) == (pair.Second is not null)))
        {
            Console.WriteLine($"{one.Original}\n  there: {one.Sentence}\n  {conflict?.Reason ?? "not found"}\n");
        }

        var shares = cases.Zip(found).GroupBy(pair => pair.First.Kind).ToDictionary(
            group => group.Key, group => (Count: group.Count(), Found: Math.Round(group.Average(pair => pair.Second is null ? 0 : 1.0), 4)));
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                caught = shares.Where(share => !Agreeing.Contains(share.Key)).ToDictionary(share => share.Key, share => share.Value.Found),
                false_alarms = shares.Where(share => Agreeing.Contains(share.Key)).ToDictionary(share => share.Key, share => share.Value.Found),
                pairs = shares.ToDictionary(share => share.Key, share => share.Value.Count), milliseconds_a_pair = Math.Round(perPair, 2),
            });
            return 0;
        }

        foreach (var (kind, share) in shares)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-16}{share.Count,6}  {(Agreeing.Contains(kind) ? "shown all the same" : "found"),-19}{share.Found,7:P1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perPair:F2} ms a pair"));
        return 0;
    }

    // Two documents: one with the sentence as it was, another in which the same passage says it otherwise; behind them passages of others.
    private static FoundConflict? Find(ClaimCase one, ConflictOptions options)
    {
        var original = one.Passages[0];
        var start = original.IndexOf(one.Original, StringComparison.Ordinal);
        string[] texts = [original, original.Remove(start, one.Original.Length).Insert(start, one.Sentence), .. one.Passages.Skip(1)];
        var passages = texts.Select((text, i) => new Passage(i + 1, "", "", text, "en", 1)).ToList();
        return new ConflictFinder("", passages, [.. texts.Select(_ => new PassageSource(Guid.NewGuid(), []))])
            .Find([new PassageSpan(1, start, one.Original.Length)], options.Most, options.MostSides).FirstOrDefault();
    }

    private static async Task<int> AskAsync(DirectoryInfo folder, int? most, bool show, string? person, string? keep, bool json, CancellationToken cancellationToken)
    {
        var set = BeirFolder.Read(folder.FullName);
        using var host = PlatformHost.Build(worker: true);
        var options = host.Services.GetRequiredService<IOptions<AnswerOptions>>().Value;
        var collection = await EvaluationCollection.OpenAsync(host, person, folder.Name, keep, cancellationToken).ConfigureAwait(false);
        await using (collection.ConfigureAwait(false))
        {
            await collection.IngestAsync(set, cancellationToken).ConfigureAwait(false);
            var search = host.Services.GetRequiredService<EvidenceSearch>();
            var queries = EvalOptions.Spread(set.Queries, most);
            var found = new IReadOnlyList<FoundConflict>[queries.Count];
            var shown = new List<string>[queries.Count];
            var took = new double[queries.Count];
            await EvaluationProgress.AskAllAsync(queries.Count, async (i, token) =>
            {
                var hits = await search.SearchAsync(collection.Caller, queries[i].Text, [collection.Id], token).ConfigureAwait(false);
                var evidence = await search.ReadAsync(collection.Caller, queries[i].Text, hits, token).ConfigureAwait(false);
                var quoted = QuotedAnswer.Quote(hits, evidence.Ranked, options.Quotations, null);
                var clock = Stopwatch.StartNew();
                found[i] = new ConflictFinder(evidence.Question, evidence.MayAnswer, [.. hits.Select(PassageSource.Of)]).Find(quoted.Spans, options.Conflicts.Most, options.Conflicts.MostSides);
                took[i] = clock.Elapsed.TotalMilliseconds;
                shown[i] = [.. found[i].SelectMany(conflict => conflict.Sides.Select(side => $"  {hits[side.Span.Passage - 1].Title}: {hits[side.Span.Passage - 1].Text.Substring(side.Span.Start, side.Span.Length)}").Append($"  {conflict.Reason}"))];
            }, cancellationToken).ConfigureAwait(false);
            for (var i = 0; show && i < queries.Count; i++)
            {
                Console.Write(shown[i].Count == 0 ? "" : $"{queries[i].Text}\n{string.Join('\n', shown[i])}\n\n");
            }

            var share = Math.Round(found.Average(conflicts => conflicts.Count > 0 ? 1.0 : 0), 4);
            Array.Sort(took);
            var (median, worst) = (Math.Round(took[took.Length / 2], 2), Math.Round(took[(int)(took.Length * 0.95)], 2));
            if (json)
            {
                CommandRunner.PrintJson(new { collection = folder.Name, questions = queries.Count, with_conflict = share, p50_ms = median, p95_ms = worst });
            }
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{queries.Count} questions; a conflict is shown with {share:P1} of the answers; {median} ms an answer (p95 {worst} ms)"));
            }

            return 0;
        }
    }
}
