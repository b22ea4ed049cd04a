using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp search: passages for words or a question.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var words = new Argument<string>("words") { Description = "Words or a question." };
        var limit = new Option<int>("--limit", "-n") { Description = "Number of passages.", DefaultValueFactory = _ => 10 };
        var collections = CommonOptions.Collections();
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var command = new Command("search", "Find passages.") { words, limit, collections, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(words)!, parsed.GetValue(limit), parsed.GetValue(collections) ?? [], parsed.GetValue(json), parsed.GetValue(person), token)));
        return command;
    }

    internal static async Task<IReadOnlyList<Guid>?> CollectionsAsync(
        CollectionStore store, Caller caller, string[] names, CancellationToken cancellationToken)
    {
        if (names.Length == 0)
        {
            return null;
        }

        var found = new List<Guid>();
        foreach (var name in names)
        {
            found.Add((await store.FindByNameAsync(caller, name, cancellationToken).ConfigureAwait(false))?.Id
                ?? throw new CommandRunner.CommandException($"there is no collection named '{name}' that this person may open"));
        }

        return found;
    }

    private static async Task<int> RunAsync(
        string words, int limit, string[] collections, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var ids = await CollectionsAsync(host.Services.GetRequiredService<CollectionStore>(), caller, collections, cancellationToken).ConfigureAwait(false);
        var hits = await host.Services.GetRequiredService<PassageSearch>().SearchAsync(caller, words, ids, limit, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(hits.Select((hit, index) => new
            {
                rank = index + 1, document = hit.DocumentId, version = hit.VersionId, title = hit.Title, heading = hit.HeadingPath, page = hit.FirstPage, place = hit.Place,
                text = hit.Text, score = hit.Score, similarity = hit.Similarity,
            }));
            return 0;
        }

        foreach (var (hit, index) in hits.Select((hit, index) => (hit, index)))
        {
            AnsiConsole.MarkupLine($"[bold]{index + 1}. {Markup.Escape(hit.Title)}[/], {(hit.Place is null ? $"page {hit.FirstPage}" : $"at {hit.Place}")} {Markup.Escape(hit.HeadingPath)}");
            AnsiConsole.WriteLine("   " + hit.Text.ReplaceLineEndings("\n   "));
        }

        if (hits.Count == 0)
        {
            AnsiConsole.WriteLine("nothing found");
        }

        return 0;
    }
}
