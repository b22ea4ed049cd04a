using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp search: passages for words or a question.</summary>
internal static class SearchCommand
{
    // Three lines of a table on a wide terminal.
    private const int SnippetLength = 240;

    public static Command Create()
    {
        var words = new Argument<string>("words") { Description = "Words or a question." };
        var limit = new Option<int>("--limit", "-n") { Description = "Number of passages.", DefaultValueFactory = _ => 10 };
        var collections = CommonOptions.Collections();
        var types = Several("--type", $"Type of documents: {string.Join(", ", DocumentTypes.Names)}.");
        var from = new Option<string?>("--from") { Description = "First day, such as 2026-11-27: that which the document bears, else that of its upload." };
        var to = new Option<string?>("--to") { Description = "Last day." };
        var languages = Several("--language", "Language of documents, such as en.");
        var authors = Several("--author", "Who wrote it, the whole name.");
        var tags = Several("--tag", "A tag of the document.");
        var sort = new Option<string?>("--sort") { Description = "best, newest, oldest or title: the order in which the best passages are given." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var command = new Command("search", "Find passages.") { words, limit, collections, types, from, to, languages, authors, tags, sort, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() =>
        {
            var filter = new SearchFilter
            {
                Types = parsed.GetValue(types) ?? [], From = SearchFilter.ReadDay(parsed.GetValue(from)), To = SearchFilter.ReadDay(parsed.GetValue(to)),
                Languages = parsed.GetValue(languages) ?? [], Authors = parsed.GetValue(authors) ?? [], Tags = parsed.GetValue(tags) ?? [],
            };
            var request = new SearchRequest(parsed.GetValue(words), parsed.GetValue(limit)) { Filter = filter, Sort = SearchRequest.ReadSort(parsed.GetValue(sort)) };
            return RunAsync(request, parsed.GetValue(collections) ?? [], parsed.GetValue(json), parsed.GetValue(person), token);
        }));
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

    private static Option<string[]> Several(string name, string description) =>
        new(name) { Description = description + " May be given several times: any will do.", AllowMultipleArgumentsPerToken = false };

    private static async Task<int> RunAsync(SearchRequest request, string[] collections, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var ids = await CollectionsAsync(host.Services.GetRequiredService<CollectionStore>(), caller, collections, cancellationToken).ConfigureAwait(false);
        request = request with { Filter = request.Filter with { Collections = ids } };
        var hits = await host.Services.GetRequiredService<SearchService>().FindAsync(caller, request, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(hits.Select((hit, index) => new
            {
                rank = index + 1, document = hit.DocumentId, version = hit.VersionId, title = hit.Title, heading = hit.HeadingPath, page = hit.FirstPage, place = hit.Place,
                type = hit.Type, date = hit.Date, author = hit.Author, text = hit.Text, marks = hit.Marks, score = hit.Score, similarity = hit.Similarity,
                alike = hit.Alike, relevance = hit.Relevance,
            }));
        }
        else if (hits.Count == 0)
        {
            AnsiConsole.WriteLine("nothing found");
        }
        else
        {
            Print(hits);
        }

        return 0;
    }

    private static void Print(IReadOnlyList<PassageHit> hits)
    {
        var table = new Table { ShowRowSeparators = true }.AddColumn(new TableColumn("").RightAligned()).AddColumn("document").AddColumn("passage");
        foreach (var (hit, index) in hits.Select((hit, index) => (hit, index)))
        {
            var about = string.Join(", ", new[] { hit.Type, hit.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), hit.Author }.Where(part => part is not null));
            var place = (hit.Place is null ? $"page {hit.FirstPage}" : $"at {hit.Place}") + (hit.HeadingPath.Length > 0 ? ", " + hit.HeadingPath : "");
            table.AddRow(
                $"{index + 1}", $"[bold]{Markup.Escape(hit.Title)}[/]\n{Markup.Escape(about)}",
                $"[dim]{Markup.Escape(place)}[/]\n{Marked(Snippet.Of(hit.Text.Replace('\n', ' '), hit.Marks ?? [], SnippetLength))}{Alike(hit)}");
        }

        AnsiConsole.Write(table);
    }

    private static string Alike(PassageHit hit) => hit.Alike > 0 ? $"\n[dim]({hit.Alike} more {(hit.Alike == 1 ? "says" : "say")} nearly the same)[/]" : "";

    // Where there are no colours (a pipe, a log) the words stand without them.
    private static string Marked(Snippet snippet)
    {
        var text = new System.Text.StringBuilder(snippet.IsCutBefore ? "… " : "");
        var at = 0;
        foreach (var mark in snippet.Marks.Chunk(2))
        {
            text.Append(Markup.Escape(snippet.Text[at..mark[0]])).Append("[bold yellow]").Append(Markup.Escape(snippet.Text.Substring(mark[0], mark[1]))).Append("[/]");
            at = mark[0] + mark[1];
        }

        return text.Append(Markup.Escape(snippet.Text[at..])).Append(snippet.IsCutAfter ? " …" : "").ToString();
    }
}
