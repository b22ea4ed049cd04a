using System.CommandLine;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp gate: asks a question set with what is in force and compares with the run before; what an upgrade of the program or of a model is judged by.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var (name, json, person) = (QuestionSetsCommand.Name(), CommonOptions.Json(), CommonOptions.As());
        var against = new Option<Guid?>("--against") { Description = "The run to compare with; without it, the last one of this person with the same search settings.", HelpName = "RUN" };
        var command = new Command("gate", "Run a question set and compare with its last run: status 1 when it finds worse by more than chance. The first run has nothing to compare with.")
            { name, against, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(name)!, parsed.GetValue(against), parsed.GetValue(json), parsed.GetValue(person), token)));
        return command;
    }

    private static async Task<int> RunAsync(string name, Guid? against, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var services = host.Services;
        var caller = await LocalCaller.FindAsync(services, person, cancellationToken).ConfigureAwait(false);
        var set = await QuestionSetsCommand.FindAsync(services, caller, name, cancellationToken).ConfigureAwait(false);
        var runs = services.GetRequiredService<QuestionRunStore>();
        // Looked up first: an unknown run should not cost the time of a run.
        var before = against is { } given ? (await runs.FindAsync(caller, given, cancellationToken).ConfigureAwait(false)).Id : (Guid?)null;
        var run = await QuestionRuns.RunAsync(services, caller, set.Id, null, cancellationToken).ConfigureAwait(false);
        before ??= (await runs.ListAsync(caller, set.Id, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(other => other.Id != run.Id && other.State == "done" && other.Version == run.Version && other.UserId == caller.UserId)?.Id;
        if (before is null)
        {
            QuestionRuns.Print(run, json);
            await Console.Error.WriteLineAsync("the first run with these settings: the next one is compared with it").ConfigureAwait(false);
            return 0;
        }

        return await QuestionRuns.CompareAsync(services, caller, before.Value, run.Id, json, cancellationToken).ConfigureAwait(false) ? 1 : 0;
    }
}
