using System.CommandLine;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Documents;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp ask: a question, its answer and what each sentence rests on.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var question = new Argument<string>("question") { Description = "A question, in any language." };
        var collections = CommonOptions.Collections();
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var command = new Command("ask", "Ask the documents.") { question, collections, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(question)!, parsed.GetValue(collections) ?? [], parsed.GetValue(json), parsed.GetValue(person), token)));
        return command;
    }

    private static async Task<int> RunAsync(string question, string[] collections, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var ids = await SearchCommand.CollectionsAsync(host.Services.GetRequiredService<CollectionStore>(), caller, collections, cancellationToken)
            .ConfigureAwait(false);
        await host.Services.GetRequiredService<ChatModel>().StartAsync(cancellationToken).ConfigureAwait(false);
        await host.Services.GetRequiredService<SentenceInference>().LoadAsync(cancellationToken).ConfigureAwait(false);
        Answer? answer = null;
        await foreach (var step in host.Services.GetRequiredService<AskService>().AskAsync(caller, new AskRequest(question, ids), cancellationToken)
            .ConfigureAwait(false))
        {
            answer = (step as AskAnswered)?.Answer;
        }

        if (json)
        {
            CommandRunner.PrintJson(answer!);
        }
        else
        {
            Print(answer!);
        }

        return 0;
    }

    private static void Print(Answer answer)
    {
        var notice = answer.Mode == AnswerMode.NotFound ? $"Not found in these documents. {answer.Notice}" : answer.Notice;
        if (notice is not null)
        {
            AnsiConsole.MarkupLine($"[yellow]{Markup.Escape(notice)}[/]");
        }

        foreach (var sentence in answer.Sentences)
        {
            var text = Markup.Escape(sentence.InOneLine);
            var marks = Markup.Escape(string.Concat(sentence.Citations.Select(number => $" [{number}]")));
            AnsiConsole.MarkupLine(sentence.Status switch
            {
                SentenceStatus.StruckOut => $"  [strikethrough]{text}[/] (struck out: {Markup.Escape(sentence.Reason)})",
                SentenceStatus.Quotation when sentence.Columns is null => $"  “{text}”[bold]{marks}[/]",
                _ => $"  {text}[bold]{marks}[/]",
            });
        }

        foreach (var conflict in answer.Conflicts)
        {
            var sides = string.Join(", ", conflict.Sides.Select(side =>
                $"[{side.Citation}]{(side.Dated is { } day ? $" of {day:yyyy-MM-dd}" : "")}{(side.IsAmending ? ", amends" : "")}{(side.IsNewer ? ", newer" : "")}"));
            AnsiConsole.MarkupLine($"[yellow]{Markup.Escape($"These passages differ: {Line(conflict.Reason)} {sides}")}[/]");
        }

        AnsiConsole.WriteLine();
        foreach (var citation in answer.Citations)
        {
            var place = citation.HeadingPath.Length == 0 ? "" : ", " + citation.HeadingPath;
            AnsiConsole.MarkupLine(Markup.Escape($"  [{citation.Number}] {citation.Title}, {citation.PlaceOrPage}{place}"));
            if (answer.Mode != AnswerMode.Quotations || answer.Sentences.All(sentence => !sentence.Citations.Contains(citation.Number)))
            {
                AnsiConsole.MarkupLine($"      [dim]{Markup.Escape(Line(citation.Quote))}[/]");
            }
        }
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}
