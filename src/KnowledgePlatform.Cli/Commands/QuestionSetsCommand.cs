using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp question-sets: lists sets, takes them in and out as files, runs them and compares runs.</summary>
internal static class QuestionSetsCommand
{
    public static Command Create() =>
        new("question-sets", "Keep questions with what they should find, ask them before and after a change, compare.") { List(), Import(), Export(), Run(), Compare() };

    internal static Argument<string> Name() => new("name") { Description = "The set's name." };

    internal static async Task<QuestionSet> FindAsync(IServiceProvider services, Caller caller, string name, CancellationToken cancellationToken) =>
        (await services.GetRequiredService<QuestionSetStore>().ListAsync(caller, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(set => string.Equals(set.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new CommandRunner.CommandException($"there is no question set named '{name}'; kp question-sets list shows them");

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List the sets.") { json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
            Print(await services.GetRequiredService<QuestionSetStore>().ListAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json)))));
        return command;
    }

    private static Command Import()
    {
        var (name, person) = (Name(), CommonOptions.As());
        var files = new Argument<FileSystemInfo[]>("file")
        {
            Description = "JSON lines as queries.jsonl and answers.jsonl of BEIR have them, or folders with those (or with qrels.tsv).", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("import", "Take in files: the set gets their questions, or is made. Documents are named by file name, title or id.") { name, files, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var texts = new List<string>();
            foreach (var file in parsed.GetValue(files)!.SelectMany(Files))
            {
                texts.Add(await File.ReadAllTextAsync(file, token).ConfigureAwait(false));
            }

            var import = await services.GetRequiredService<QuestionSetFiles>().ImportAsync(caller, parsed.GetValue(name)!, string.Join('\n', texts), token).ConfigureAwait(false);
            Console.WriteLine($"{parsed.GetValue(name)}: {import.Added} added, {import.Kept} kept, {import.Retired} taken out{(import.Unseen > 0 ? $", {import.Unseen} about documents that you may not open left as they were" : "")}");
            if (import.WithoutPassage.Count > 0)
            {
                await Console.Error.WriteLineAsync($"by document alone, since their words stand in no passage: {string.Join(", ", import.WithoutPassage)}").ConfigureAwait(false);
            }
        })));
        return command;
    }

    private static Command Export()
    {
        var (name, person) = (Name(), CommonOptions.As());
        var command = new Command("export", "Print a set as JSON lines.") { name, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var set = await FindAsync(services, caller, parsed.GetValue(name)!, token).ConfigureAwait(false);
            Console.Write(await services.GetRequiredService<QuestionSetFiles>().ExportAsync(caller, set.Id, token).ConfigureAwait(false));
        })));
        return command;
    }

    private static Command Run()
    {
        var (name, json, person) = (Name(), CommonOptions.Json(), CommonOptions.As());
        var version = new Option<int?>("--version-of-settings") { Description = "Number of the search settings, 0 for those of the configuration; without it, those in force.", HelpName = "N" };
        var command = new Command("run", "Ask all questions of a set and keep the result.") { name, version, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var set = await FindAsync(services, caller, parsed.GetValue(name)!, token).ConfigureAwait(false);
            QuestionRuns.Print(await QuestionRuns.RunAsync(services, caller, set.Id, parsed.GetValue(version), token).ConfigureAwait(false), parsed.GetValue(json));
        })));
        return command;
    }

    private static Command Compare()
    {
        var before = new Argument<Guid>("before") { Description = "The earlier run." };
        var after = new Argument<Guid>("after") { Description = "The later run." };
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("compare", "Lay two runs of a set side by side.") { before, after, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
            await QuestionRuns.CompareAsync(services, caller, parsed.GetValue(before), parsed.GetValue(after), parsed.GetValue(json), token).ConfigureAwait(false))));
        return command;
    }

    private static IEnumerable<string> Files(FileSystemInfo given)
    {
        if (!Directory.Exists(given.FullName))
        {
            return [given.FullName];
        }

        // Questions and where their answers stand; judgements where that is not known.
        var answers = Path.Combine(given.FullName, "answers.jsonl");
        return [Path.Combine(given.FullName, "queries.jsonl"), File.Exists(answers) ? answers : Path.Combine(given.FullName, "qrels.tsv")];
    }

    private static void Print(IReadOnlyList<QuestionSet> sets, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(sets);
            return;
        }

        var table = new Table().AddColumn("name").AddColumn("questions").AddColumn("runs").AddColumn("gate").AddColumn("changed");
        foreach (var set in sets)
        {
            table.AddRow(Markup.Escape(set.Name), $"{set.QuestionCount}", $"{set.RunCount}", set.Gate ? "yes" : "no", $"{set.ChangedAt:yyyy-MM-dd}");
        }

        AnsiConsole.Write(table);
    }
}
