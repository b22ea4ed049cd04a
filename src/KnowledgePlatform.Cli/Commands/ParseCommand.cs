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
        var (password, passwordFile) = (CommonOptions.Password(), CommonOptions.PasswordFile());
        var command = new Command("parse", "Show what is read in a file: text, blocks, words with boxes, files within, what was skipped.") { file, password, passwordFile, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(file)!, CommonOptions.Read(parsed.GetValue(password), parsed.GetValue(passwordFile)), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, string? password, bool json, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandRunner.CommandException($"there is no file '{file}'");
        }

        using var host = PlatformHost.Build();
        var result = await UnlockedReading.ParseAsync(host.Services.GetRequiredService<ParserClient>(), file.FullName, file.Name, password, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                file = file.Name, format = result.Info?.Kind.ToString().ToLowerInvariant(), outcome = result.Outcome.Status.ToString().ToLowerInvariant(),
                code = result.Outcome.Code, reason = result.Outcome.Sentence, pages = result.Pages.Select(Page), members = result.Members, skipped = result.Skipped,
            });
        }
        else
        {
            foreach (var page in result.Pages)
            {
                Console.WriteLine($"--- {(page.Width > 0 ? "page" : "part")} {page.Number}: {page.Blocks.Count} blocks, {page.Words.Count} words{Named(page)}");
                Console.WriteLine(page.Text);
            }

            foreach (var member in result.Members)
            {
                Console.WriteLine($"holds {member.Path} ({member.Bytes:N0} bytes)");
            }

            foreach (var skipped in result.Skipped)
            {
                Console.WriteLine($"skipped{(skipped.Page is { } number ? $" on page {number}" : "")}: {skipped.Reason}");
            }

            Console.WriteLine($"{result.Outcome.Status}: {result.Outcome.Sentence}");
        }

        return result.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial ? 0 : 1;
    }

    private static string Named(ParsedPage page) => string.Concat(
        page.Label is null ? "" : $", named {page.Label}", page.Bates is null ? "" : $", stamped {page.Bates}", page.LineNumbers.Count == 0 ? "" : $", lines {page.LineNumbers[0].Number} to {page.LineNumbers[^1].Number} numbered");

    private static object Page(ParsedPage page) => new
    {
        page.Number, page.Label, page.Bates, page.Width, page.Height, page.Text,
        blocks = page.Blocks.Select(block => new
        {
            kind = block.Kind.ToString(), block.Level, block.Start, block.Length,
        }),
        words = page.Words.Select(word => new
        {
            text = page.Text.Substring(word.Start, word.Length), word.Start,
            box = new[] { word.Box.Left, word.Box.Top, word.Box.Right, word.Box.Bottom },
        }),
        lineNumbers = page.LineNumbers.Select(line => new { line.Number, line.Top, line.Bottom }),
    };
}
