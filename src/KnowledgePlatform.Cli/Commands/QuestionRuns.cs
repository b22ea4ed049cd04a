using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>Runs of question sets from the command line: done here, or by the worker that was there first.</summary>
internal static class QuestionRuns
{
    private const int Listed = 20;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);

    /// <summary>Begins a run and waits for its end; stopped by Ctrl-C it is cancelled.</summary>
    /// <exception cref="CommandRunner.CommandException">It failed or was cancelled.</exception>
    public static async Task<QuestionRun> RunAsync(IServiceProvider services, Caller caller, Guid set, int? version, CancellationToken cancellationToken)
    {
        var (runs, runner) = (services.GetRequiredService<QuestionRunStore>(), services.GetRequiredService<QuestionRunner>());
        var id = await runs.StartAsync(caller, set, version, cancellationToken).ConfigureAwait(false);
        var working = runner.RunAsync(id, cancellationToken);
        try
        {
            var run = await runs.FindAsync(caller, id, cancellationToken).ConfigureAwait(false);
            EvaluationProgress? progress = null;
            while (run.Open)
            {
                progress ??= run.Questions > 0 ? new EvaluationProgress("asked", run.Questions) : null;
                progress?.Show(run.Asked);
                await Task.WhenAny(working.IsCompleted ? Task.Delay(Look, cancellationToken) : working, Task.Delay(Look, cancellationToken)).ConfigureAwait(false);
                run = await runs.FindAsync(caller, id, cancellationToken).ConfigureAwait(false);
            }

            progress?.End();
            await working.ConfigureAwait(false);
            return run.State == "done" ? run : throw new CommandRunner.CommandException(run.Reason ?? "the run was cancelled");
        }
        catch (OperationCanceledException)
        {
            // It gives the run back first; taken up once more it ends, also where there is no other worker that would do it.
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await runs.CancelAsync(caller, id, CancellationToken.None).ConfigureAwait(false);
            await runner.RunAsync(id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Prints a run.</summary>
    public static void Print(QuestionRun run, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(run);
            return;
        }

        var figures = run.Figures!;
        Console.WriteLine($"run        {run.Id}");
        Console.WriteLine($"settings   {Settings(run)}");
        Console.WriteLine(FormattableString.Invariant($"ndcg10     {figures.Ndcg10:0.0000}"));
        Console.WriteLine(FormattableString.Invariant($"hit1,5,10  {figures.Hit1:0.0000} {figures.Hit5:0.0000} {figures.Hit10:0.0000}"));
        Console.WriteLine(FormattableString.Invariant($"ms         {figures.Milliseconds:0.0} median, {figures.Milliseconds95:0.0} p95"));
        Console.WriteLine($"questions  {run.Asked}{(figures.LeftOut > 0 ? $", {figures.LeftOut} left out: their documents are gone or closed" : "")}");
        if (run.Reason is not null)
        {
            Console.WriteLine(run.Reason);
        }
    }

    /// <summary>Prints two runs beside each other.</summary>
    /// <returns>True when the later is worse by more than chance.</returns>
    public static async Task<bool> CompareAsync(IServiceProvider services, Caller caller, Guid before, Guid after, bool json, CancellationToken cancellationToken)
    {
        var runs = services.GetRequiredService<QuestionRunStore>();
        var compared = await runs.CompareAsync(caller, before, after, cancellationToken).ConfigureAwait(false);
        var (earlier, later) = (await runs.FindAsync(caller, before, cancellationToken).ConfigureAwait(false), await runs.FindAsync(caller, after, cancellationToken).ConfigureAwait(false));
        var significant = services.GetRequiredService<IOptions<QuestionSetOptions>>().Value.SignificantP;
        var settings = RunSnapshots.Differences(earlier.Snapshot, later.Snapshot);
        var texts = await runs.TextsAsync(caller, later.SetId, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new
            {
                before, after, compared.Questions, ndcg10 = new[] { compared.Before.Ndcg10, compared.After.Ndcg10 }, compared.Difference, compared.P, compared.RankDifference, compared.RankP,
                isWorse = compared.IsWorse(significant), isBetter = compared.IsBetter(significant), better = compared.Better.Select(Changed), worse = compared.Worse.Select(Changed), settings,
            });
            return compared.IsWorse(significant);
        }

        Console.WriteLine($"{"",-10} {"before",10} {"after",10}");
        foreach (var (name, one, other) in new[]
        {
            ("ndcg10", compared.Before.Ndcg10, compared.After.Ndcg10), ("hit1", compared.Before.Hit1, compared.After.Hit1), ("hit5", compared.Before.Hit5, compared.After.Hit5),
            ("hit10", compared.Before.Hit10, compared.After.Hit10), ("ms", compared.Before.Milliseconds, compared.After.Milliseconds),
        })
        {
            Console.WriteLine(FormattableString.Invariant($"{name,-10} {one,10:0.0000} {other,10:0.0000}"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{compared.Questions} questions in both; difference {compared.Difference:+0.0000;-0.0000;0} (p {compared.P:0.0000}), of ranks {compared.RankDifference:+0.0000;-0.0000;0} (p {compared.RankP:0.0000})"));
        PrintQuestions("worse", compared.Worse, texts);
        PrintQuestions("better", compared.Better, texts);
        foreach (var setting in settings)
        {
            Console.WriteLine($"{setting.Name}: {setting.Before ?? "-"} -> {setting.After ?? "-"}");
        }

        return compared.IsWorse(significant);

        object Changed(ChangedQuestion question) => new { question.QuestionId, text = texts.GetValueOrDefault(question.QuestionId), before = question.Before.Rank, after = question.After.Rank };
    }

    private static void PrintQuestions(string what, IReadOnlyList<ChangedQuestion> questions, IReadOnlyDictionary<Guid, string> texts)
    {
        Console.WriteLine($"{what}: {questions.Count}");
        foreach (var question in questions.Take(Listed))
        {
            Console.WriteLine($"  {Rank(question.Before.Rank),4} -> {Rank(question.After.Rank),4}  {texts.GetValueOrDefault(question.QuestionId)?.ReplaceLineEndings(" ")}");
        }
    }

    private static string Rank(int? rank) => rank is { } place ? $"{place}" : "-";

    private static string Settings(QuestionRun run) => run.Version is { } version ? $"version {version}" : "as configured";
}
