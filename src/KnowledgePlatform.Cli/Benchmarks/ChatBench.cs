using System.Diagnostics;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>Times answers of a model: one after the other, at once, and to questions over passages that it has read before or not.</summary>
/// <param name="model">Ready; writes as many answers at once as are asked for.</param>
/// <param name="people">How many ask at once.</param>
/// <param name="tokens">Longest answer.</param>
internal sealed class ChatBench(ChatModel model, int people, int tokens)
{
    private const int Clauses = 45;
    private static readonly string[] Subjects = ["a river", "an old house", "a ship", "two brothers", "a forest", "a long winter", "a teacher", "a lost key"];

    private int _asked;

    /// <summary>What was measured.</summary>
    public ChatFigures Figures { get; } = new();

    /// <summary>One round.</summary>
    /// <param name="round">Its number: each has its own passages, those of other rounds are not helpful.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task MeasureAsync(int round, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        long written = 0;
        for (var i = 0; i < people; i++)
        {
            written += await WriteAsync(i, cancellationToken).ConfigureAwait(false);
        }

        Figures.After.Add(written / clock.Elapsed.TotalSeconds);
        clock.Restart();
        var at = await Task.WhenAll(Enumerable.Range(0, people).Select(i => WriteAsync(i, cancellationToken))).ConfigureAwait(false);
        Figures.AtOnce.Add(at.Sum() / clock.Elapsed.TotalSeconds);

        var passages = string.Concat(Enumerable.Range(1, Clauses).Select(i => $"Clause {i} of lease {round}: the tenant pays {i * (37 + round)} euros on day {i % 28} and keeps the roof in repair.\n"));
        Figures.Fresh.Add(await FirstWordAsync(passages + "When is the rent due?", cancellationToken).ConfigureAwait(false));
        Figures.Kept.Add(await FirstWordAsync(passages + "Who keeps the roof?", cancellationToken).ConfigureAwait(false));
    }

    private async Task<long> WriteAsync(int person, CancellationToken cancellationToken)
    {
        using var ticket = model.Enter($"{person}");
        // Each is new from its first word, so that what is measured is computing: how much of former prompts is kept differs.
        var response = await model.ClientFor(ticket).GetResponseAsync(
            $"{Interlocked.Increment(ref _asked)}. Write a very long story about {Subjects[person % Subjects.Length]}, in many chapters.", new ChatOptions { MaxOutputTokens = tokens }, cancellationToken).ConfigureAwait(false);
        return response.Usage?.OutputTokenCount ?? model.CountTokens(response.Text);
    }

    private async Task<double> FirstWordAsync(string text, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var first = double.NaN;
        await foreach (var update in model.Client.GetStreamingResponseAsync(text, new ChatOptions { MaxOutputTokens = 4 }, cancellationToken).ConfigureAwait(false))
        {
            if (double.IsNaN(first) && update.Text.Length > 0)
            {
                first = clock.Elapsed.TotalMilliseconds;
            }

            Figures.PassageTokens = Math.Max(Figures.PassageTokens, update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details.InputTokenCount ?? 0);
        }

        return first;
    }
}

/// <summary>A value a round.</summary>
internal sealed class ChatFigures
{
    /// <summary>Tokens a second of one answer after the other.</summary>
    public List<double> After { get; } = [];

    /// <summary>Tokens a second of all, written at once.</summary>
    public List<double> AtOnce { get; } = [];

    /// <summary>Milliseconds to the first word over passages that are new.</summary>
    public List<double> Fresh { get; } = [];

    /// <summary>Milliseconds to the first word of the next question over them.</summary>
    public List<double> Kept { get; } = [];

    /// <summary>Tokens of such a question with its passages.</summary>
    public long PassageTokens { get; set; }

    /// <summary>Forgets what was measured.</summary>
    public void Clear()
    {
        foreach (var values in new[] { After, AtOnce, Fresh, Kept })
        {
            values.Clear();
        }
    }

    /// <summary>Medians, as they are printed.</summary>
    public Dictionary<string, double> Row() => new()
    {
        ["one_after_other_tps"] = Median(After), ["at_once_tps"] = Median(AtOnce), ["at_once_ratio"] = Math.Round(Median(AtOnce) / Median(After), 2),
        ["first_word_ms"] = Median(Fresh), ["first_word_kept_ms"] = Median(Kept), ["passage_tokens"] = PassageTokens,
    };

    private static double Median(List<double> values) => Math.Round(SearchFigures.At(values, 0.5), 1);
}
