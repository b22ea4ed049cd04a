using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp synonyms: lists what means the same, and takes lists in and out as files.</summary>
internal static class SynonymsCommand
{
    public static Command Create() => new("synonyms", "Administer lists of words that mean the same.") { List(), Import(), Export() };

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List the lists.") { json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (store, caller) =>
            Print(await store.ListAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json)))));
        return command;
    }

    private static Command Import()
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Files in the format of deploy/synonyms.", Arity = ArgumentArity.OneOrMore };
        var person = CommonOptions.As();
        var command = new Command("import", "Take in files: the list of a file's name gets its entries, or is made.") { files, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (store, caller) =>
        {
            foreach (var file in parsed.GetValue(files)!)
            {
                var id = await store.ImportAsync(caller, await File.ReadAllTextAsync(file.FullName, token).ConfigureAwait(false), token).ConfigureAwait(false);
                var list = await store.FindAsync(caller, id, token).ConfigureAwait(false);
                Console.WriteLine($"{list.Name}: {list.EntryCount} entries");
            }
        })));
        return command;
    }

    private static Command Export()
    {
        var name = new Argument<string>("name") { Description = "The list's name." };
        var person = CommonOptions.As();
        var command = new Command("export", "Print a list as a file.") { name, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (store, caller) =>
        {
            var wanted = parsed.GetValue(name)!;
            var list = (await store.ListAsync(caller, token).ConfigureAwait(false)).FirstOrDefault(one => string.Equals(one.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandRunner.CommandException($"there is no list named '{wanted}'; kp synonyms list shows them");
            Console.Write(SynonymText.WriteFile(list));
        })));
        return command;
    }

    private static async Task<int> OnAsync(string? person, CancellationToken cancellationToken, Func<SynonymStore, Caller, Task> action)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        await action(host.Services.GetRequiredService<SynonymStore>(), caller).ConfigureAwait(false);
        return 0;
    }

    private static void Print(IReadOnlyList<SynonymList> lists, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(lists.Select(list => new { list.Id, list.Name, list.Languages, entries = list.EntryCount, list.Enabled, list.ChangedAt }));
            return;
        }

        var table = new Table().AddColumn("name").AddColumn("entries").AddColumn("languages").AddColumn("state").AddColumn("changed");
        foreach (var list in lists)
        {
            table.AddRow(
                Markup.Escape(list.Name), $"{list.EntryCount}", list.Languages.Length == 0 ? "all" : string.Join(", ", list.Languages), list.Enabled ? "on" : "off", $"{list.ChangedAt:yyyy-MM-dd}");
        }

        AnsiConsole.Write(table);
    }
}
