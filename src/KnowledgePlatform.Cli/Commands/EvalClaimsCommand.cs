using System.CommandLine;
using System.Text.Json;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval claims: what the check says of sentences whose truth is known.</summary>
internal static class EvalClaimsCommand
{
    private static readonly string[] Labels = ["supported", "contradicted", "unsupported"];

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = """JSON lines: {"sentence": ..., "passages": [...], "label": "supported", "contradicted" or "unsupported"}.""" };
        var json = CommonOptions.Json();
        var show = new Option<string?>("--show") { Description = "Also print the sentences whose label and verdict are these, with the reason: supported/unsupported.", HelpName = "LABEL/VERDICT" };
        var command = new Command("claims", "Check labelled sentences against their passages; print the table of label against verdict.") { file, json, show };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(file)!, parsed.GetValue(json), parsed.GetValue(show), token)));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, bool json, string? show, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var reviewing = await EvaluatedReviews.StartAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var languages = host.Services.GetRequiredService<LanguageDetector>();
        var table = Labels.ToDictionary(label => label, _ => Enum.GetValues<Verdict>().ToDictionary(Name, _ => 0));
        foreach (var (sentence, passages, label) in BeirFolder.Lines(file.DirectoryName!, file.Name, Read))
        {
            var check = await reviewing.VerifyAsync(passages.Select((text, i) => new Passage(i + 1, "", "", text, languages.Detect(text), 1)), sentence, [.. Enumerable.Range(1, passages.Count)], cancellationToken)
                .ConfigureAwait(false);
            table[label][Name(check.Verdict)]++;
            if (show == $"{label}/{Name(check.Verdict)}")
            {
                Console.WriteLine($"{sentence}\n    {check.Reason}");
            }
        }

        reviewing.PrintWithout();
        if (json)
        {
            CommandRunner.PrintJson(table);
            return 0;
        }

        Console.WriteLine($"{"",-14}{string.Concat(Enum.GetValues<Verdict>().Select(verdict => $"{Name(verdict),14}"))}");
        foreach (var (label, verdicts) in table)
        {
            Console.WriteLine($"{label,-14}{string.Concat(verdicts.Values.Select(count => $"{count,14}"))}");
        }

        return 0;
    }

    private static string Name(Verdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());

    private static (string Sentence, List<string> Passages, string Label) Read(JsonElement line)
    {
        var label = line.GetProperty("label").GetString() ?? "";
        return Labels.Contains(label)
            ? (line.GetProperty("sentence").GetString() ?? "", [.. line.GetProperty("passages").EnumerateArray().Select(passage => passage.GetString() ?? "")], label)
            : throw new InvalidOperationException($"label \"{label}\" is none of {string.Join(", ", Labels)}");
    }
}
