using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval verification: how many changed sentences the check catches, and how many true ones it lets pass.</summary>
internal static class EvalVerificationCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A test collection with corpus.jsonl, or a folder of such; those in other languages than English are passed over." };
        var perKind = new Option<int>("--cases") { Description = "Cases of each kind.", DefaultValueFactory = _ => 500 };
        var seed = new Option<int>("--seed") { Description = "Another seed makes other cases.", DefaultValueFactory = _ => 1 };
        var show = new Option<string?>("--show") { Description = "Print the cases of this kind that went wrong.", HelpName = "KIND" };
        var json = CommonOptions.Json();
        var command = new Command("verification", "Make true and changed sentences out of a test collection and check them against their passages.") { folder, perKind, seed, show, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(perKind), parsed.GetValue(seed), parsed.GetValue(show), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, int perKind, int seed, string? show, bool json, CancellationToken cancellationToken)
    {
        var folders = BeirFolder.In(folder.FullName);
        using var host = PlatformHost.Build();
        var reviewing = await EvaluatedReviews.StartAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var languages = host.Services.GetRequiredService<LanguageDetector>();
        var cases = ClaimCases.Make(folders, languages, perKind, seed);
        var clock = Stopwatch.StartNew();
        var checks = new List<SentenceCheck>(cases.Count);
        foreach (var one in cases)
        {
            checks.Add(await reviewing.VerifyAsync(one.Passages.Select((text, i) => new Passage(i + 1, "", "", text, "en", 1)), one.Sentence, [1], cancellationToken).ConfigureAwait(false));
        }

        var perCase = clock.Elapsed.TotalMilliseconds / Math.Max(1, cases.Count);
        reviewing.PrintWithout();
        var results = cases.Zip(checks).ToList();
        foreach (var (one, check) in results.Where(result => result.First.Kind == show && IsWrong(result.First, result.Second)))
        {
            Console.WriteLine($"{one.Sentence}\n  was: {one.Original}\n  {check.Verdict}: {check.Reason}\n");
        }

        var shares = results.GroupBy(result => result.First.Kind).ToDictionary(group => group.Key, group => (
            Count: group.Count(), IsTrue: group.First().First.IsTrue, Right: Share(group, result => !IsWrong(result.First, result.Second)),
            Supported: Share(group, result => result.Second.Verdict == Verdict.Supported)));
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                caught = shares.Where(share => !share.Value.IsTrue && share.Key != "other document").ToDictionary(share => share.Key, share => share.Value.Right),
                accepted = shares.Where(share => share.Value.IsTrue).ToDictionary(share => share.Key, share => share.Value.Right),
                other_document = shares.GetValueOrDefault("other document").Right,
                paraphrase_supported = shares.GetValueOrDefault("paraphrase").Supported,
                cases = shares.ToDictionary(share => share.Key, share => share.Value.Count), milliseconds_a_sentence = Math.Round(perCase, 2),
            });
            return 0;
        }

        foreach (var (kind, share) in shares)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-16}{share.Count,6}  {(share.IsTrue ? "accepted" : "caught"),-9}{share.Right,7:P1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perCase:F2} ms a sentence"));
        return 0;
    }

    // A paraphrase that is shown as partly supported is not rejected; of the other true sentences nothing less than supported is right.
    private static bool IsWrong(ClaimCase one, SentenceCheck check) => one.Kind == "paraphrase"
        ? check.Verdict is not (Verdict.Supported or Verdict.PartlySupported)
        : one.IsTrue != (check.Verdict == Verdict.Supported);

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> right) => Math.Round(all.Average(one => right(one) ? 1.0 : 0), 4);
}
