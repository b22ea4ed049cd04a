using System.Text.Json;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

/// <summary>kp check and kp eval with the models that an operator may set up for the check of sentences.</summary>
public sealed class ReviewedChecksTests(CommandLine kp) : IClassFixture<CommandLine>, IDisposable
{
    private const string Folder = "Answers__Verification__Inference__Folder";
    private const string Judge = "Answers__Verification__Judge__Enabled";
    private const string Said = "with the model for inference of Answers:Verification:Inference";

    private static readonly Vote[] Votes =
    [
        new(VotingModel.Sentence, "keys", "entailment"), new(VotingModel.Sentence, "rent", "entailment", 4), new(VotingModel.Sentence, "not", "contradiction", 9),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => kp.Settings.Clear();

    [Fact]
    public async Task Labelled_sentences_are_checked_with_the_model_that_is_set_up_and_that_is_said()
    {
        var file = Path.Combine(kp.Data, "claims.jsonl");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            sentence = "The occupier has to return the keys once the contract is over.",
            passages = new[] { "The lessee must hand over the keys within fourteen days after the end of the lease." },
            label = "supported",
        }), Token);

        var plain = await kp.RunAsync("eval", "claims", file, "--json");
        Assert.Equal((0, 0), (plain.Status, Supported(plain)));
        Assert.DoesNotContain("with the model", plain.Errors, StringComparison.Ordinal);

        kp.Settings[Folder] = VotingModel.Write(Votes);
        kp.Settings["Answers__Verification__Inference__BudgetMilliseconds"] = "60000";
        var inferred = await kp.RunAsync("eval", "claims", file, "--json");
        Assert.Equal((0, 1), (inferred.Status, Supported(inferred)));
        Assert.Contains(Said, inferred.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("without a model", inferred.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_sentences_are_checked_with_it_too()
    {
        var folder = Directory.CreateDirectory(Path.Combine(kp.Data, "collection")).FullName;
        var text = string.Join(' ', Enumerable.Range(1, 12).Select(i => $"The tenant of flat {i} shall pay the rent of EUR {i}00 to the landlord before the end of the month."));
        await File.WriteAllTextAsync(Path.Combine(folder, "corpus.jsonl"), JsonSerializer.Serialize(new { _id = "1", title = "Lease", text }), Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "queries.jsonl"), JsonSerializer.Serialize(new { _id = "1", text = "Who pays the rent?" }), Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "qrels.tsv"), "query-id\tcorpus-id\tscore\n1\t1\t1\n", Token);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "answers.jsonl"), JsonSerializer.Serialize(new { query_id = "1", doc_id = "1", answers = new[] { new { text = "The tenant", start = 0 } } }), Token);
        kp.Settings[Folder] = VotingModel.Write(Votes);

        var outcome = await kp.RunAsync("eval", "verification", folder, "--cases", "2");
        Assert.True(outcome.Status == 0, outcome.Errors);
        Assert.Contains("number ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(Said, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tries_both_and_says_what_is_wrong_with_them()
    {
        Assert.Equal((true, "none: words decide on paraphrases"), await FoundAsync("inference"));
        Assert.Equal((true, "none: the chat model is not asked about what it wrote"), await FoundAsync("judge"));

        kp.Settings[Folder] = VotingModel.Write(Votes);
        Assert.Equal((true, "entailment of a sentence by itself 0.96, contradiction of its contrary 0.99"), await FoundAsync("inference"));

        File.Delete(Path.Combine(kp.Settings[Folder], "model.onnx"));
        var (ok, said) = await FoundAsync("inference");
        Assert.True(!ok && said.Contains($"the folder {kp.Settings[Folder]} (Answers:Verification:Inference:Folder) holds no model for inference: model.onnx is missing", StringComparison.Ordinal), said);

        kp.Settings.Clear();
        kp.Settings[Judge] = "true";
        Assert.Equal((false, "the chat model did not answer as a judge: the log says why"), await FoundAsync("judge"));
    }

    [Fact]
    public async Task Judge_without_a_chat_model_is_said_in_place_of_figures()
    {
        kp.Settings[Judge] = "true";
        var file = Path.Combine(kp.Data, "none.jsonl");
        await File.WriteAllTextAsync(file, "", Token);
        var outcome = await kp.RunAsync("eval", "claims", file);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.Contains("Answers:Verification:Judge is enabled, and there is no chat model to ask", outcome.Errors, StringComparison.Ordinal);
    }

    private async Task<(bool Ok, string Said)> FoundAsync(string part)
    {
        var outcome = await kp.RunAsync("check", "--json");
        var found = JsonSerializer.Deserialize<JsonElement>(outcome.Output).EnumerateArray().Single(one => one.GetProperty("part").GetString() == part);
        return (found.GetProperty("ok").GetBoolean(), found.GetProperty("said").GetString()!);
    }

    private static int Supported(Outcome outcome) => JsonSerializer.Deserialize<JsonElement>(outcome.Output).GetProperty("supported").GetProperty("supported").GetInt32();
}
