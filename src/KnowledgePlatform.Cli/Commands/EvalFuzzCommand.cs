using System.CommandLine;
using System.Diagnostics;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Cli.Evaluation.Fuzzing;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Recognition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval fuzz: reads mutated files in the parser child and looks for endings that nothing should have.</summary>
internal static class EvalFuzzCommand
{
    // Pages that are pictures are handed over as such; a program that says nothing stands for the recogniser, which is not what is tried here and takes seconds a page.
    private const string RecognizesNothing = "/bin/true";

    public static Command Create()
    {
        var folders = new Argument<DirectoryInfo[]>("folder")
        {
            Description = "Folders; the files in them and below are mutated. passwords.tsv at the top of one holds names of files and their passwords.", Arity = ArgumentArity.OneOrMore,
        };
        var inputs = new Option<int>("--inputs") { Description = "How many inputs are read.", DefaultValueFactory = _ => 1_000 };
        var from = new Option<int>("--from") { Description = "Number of the first; an input's number and the seed make it again.", DefaultValueFactory = _ => 0 };
        var seconds = new Option<int>("--seconds") { Description = "No input is begun after this time.", DefaultValueFactory = _ => 3_600 };
        var seed = new Option<int>("--seed") { Description = "Another seed makes other inputs.", DefaultValueFactory = _ => 1 };
        var atOnce = new Option<int>("--at-once") { Description = "Children at once.", DefaultValueFactory = _ => 2 };
        var limit = new Option<int>("--limit") { Description = "Seconds that one input may take, instead of Parsing:TimeLimit.", DefaultValueFactory = _ => 20 };
        var largest = new Option<int>("--largest") { Description = "Files of more kilobytes are left out.", DefaultValueFactory = _ => 300 };
        var keep = new Option<DirectoryInfo>("--keep")
        {
            Description = "Where inputs are kept that ended with a fault or at a limit, as SEED-NUMBER-NAME; kp parse reads them again.", HelpName = "FOLDER",
            DefaultValueFactory = _ => new DirectoryInfo("fuzz-kept"),
        };
        var json = CommonOptions.Json();
        var command = new Command("fuzz", "Mutate the files of folders, read each in the parser child as uploads are read, and list those that ended as nothing should.")
            { folders, inputs, from, seconds, seed, atOnce, limit, largest, keep, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            new FuzzFolders(parsed.GetValue(folders)!, parsed.GetValue(largest)), new Amount(parsed.GetValue(from), parsed.GetValue(inputs), parsed.GetValue(atOnce), parsed.GetValue(seconds), parsed.GetValue(limit)),
            parsed.GetValue(seed), parsed.GetValue(keep)!, parsed.GetValue(json), token)));
        return command;
    }

    /// <summary>0 when no input ended with a fault, else 1.</summary>
    private static async Task<int> RunAsync(FuzzFolders folders, Amount amount, int seed, DirectoryInfo keep, bool json, CancellationToken cancellationToken)
    {
        var originals = folders.Originals();
        using var host = PlatformHost.Build();
        var options = host.Services.GetRequiredService<ParsingOptions>() with { TimeLimit = TimeSpan.FromSeconds(amount.Limit) };
        using var recognizer = new PageRecognizer(
            Options.Create(new RecognitionOptions { Program = RecognizesNothing, AtOnce = amount.AtOnce }), host.Services.GetRequiredService<LanguageDetector>());
        var work = Directory.CreateTempSubdirectory("kp-fuzz-");
        try
        {
            var clock = Stopwatch.StartNew();
            var run = new FuzzRun(new ParserClient(options, recognizer: recognizer), options, (work, keep));
            var readable = await run.ReadableAsync(originals, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"{readable.Count} of {originals.Count} files are read as they are and mutated").ConfigureAwait(false);
            var results = await run.RunAsync(new Mutator(readable, seed), amount.From, amount.Inputs, amount.AtOnce, TimeSpan.FromSeconds(amount.Seconds), cancellationToken).ConfigureAwait(false);
            var report = new FuzzReport(results, seed, clock.Elapsed.TotalSeconds);
            if (json)
            {
                CommandRunner.PrintJson(report.Sums());
            }
            else
            {
                report.Write(Console.Out);
            }

            return results.Any(result => result.Ending == FuzzEnding.Fault) ? 1 : 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private sealed record Amount(int From, int Inputs, int AtOnce, int Seconds, int Limit);
}
