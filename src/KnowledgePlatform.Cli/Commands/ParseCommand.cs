using System.CommandLine;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp parse: what the platform reads in a file.</summary>
internal static class ParseCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to read." };
        var json = CommonOptions.Json();
        var command = new Command("parse", "Show what is read in a file: text, blocks, words with boxes, what was skipped.") { file, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(file)!, parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, bool json, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandRunner.CommandException($"there is no file '{file}'");
        }

        using var host = PlatformHost.Build();
        var result = await host.Services.GetRequiredService<ParserClient>().ParseAsync(file.FullName, file.Name, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                file = file.Name, format = result.Info?.Kind.ToString().ToLowerInvariant(), outcome = result.Outcome.Status.ToString().ToLowerInvariant(),
                code = result.Outcome.Code, reason = result.Outcome.Sentence, pages = result.Pages.Select(Page), skipped = result.Skipped,
            });
        }
        else
        {
            foreach (var page in result.Pages)
            {
                Console.WriteLine($"--- {(page.Width > 0 ? "page" : "part")} {page.Number}: {page.Blocks.Count} blocks, {page.Words.Count} words");
                Console.WriteLine(page.Text);
            }

            foreach (var skipped in result.Skipped)
            {
                Console.WriteLine($"skipped{(skipped.Page is { } number ? $" on page {number}" : "")}: {skipped.Reason}");
            }

            Console.WriteLine($"{result.Outcome.Status}: {result.Outcome.Sentence}");
        }

        return result.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial ? 0 : 1;
    }

    private static object Page(ParsedPage page) => new
    {
        page.Number, page.Width, page.Height, page.Text,
        blocks = page.Blocks.Select(block => new
        {
            kind = block.Kind.ToString(), block.Level, block.Start, block.Length,
        }),
        words = page.Words.Select(word => new
        {
            text = page.Text.Substring(word.Start, word.Length), word.Start,
            box = new[] { word.Box.Left, word.Box.Top, word.Box.Right, word.Box.Bottom },
        }),
    };
}
