using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Verification;

/// <summary>What an operator reads of a folder that is no model for inference, and how the order of its classes is found.</summary>
public sealed class InferenceFolderTests
{
    private static readonly Vote[] Sensible =
    [
        // A sentence of the tenant's rent follows from the passage, unless it denies it.
        new(VotingModel.Sentence, "rent", "entailment", 4), new(VotingModel.Sentence, "not", "contradiction", 9),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("model.onnx", "model.onnx is missing")]
    [InlineData("vocab.txt", "a tokenizer is missing (one of vocab.txt, sentencepiece.bpe.model, sentencepiece.model)")]
    [InlineData("config.json", "config.json with id2label is missing; set Answers:Verification:Inference:Labels")]
    public void Start_with_a_folder_that_lacks_something_ends_with_its_name_and_what_is_missing(string file, string said)
    {
        var folder = VotingModel.Write(Sensible);
        File.Delete(Path.Combine(folder, file));

        var refused = Assert.Throws<OptionsValidationException>(() => Bound(("Folder", folder)));
        Assert.Contains($"the folder {folder} (Answers:Verification:Inference:Folder)", refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_with_a_folder_that_is_not_there_or_numbers_out_of_range_ends_with_that()
    {
        var folder = Path.Combine(VotingModel.Write(Sensible), "elsewhere");
        Assert.Contains($"the folder {folder} (Answers:Verification:Inference:Folder) is not there", Assert.Throws<OptionsValidationException>(() => Bound(("Folder", folder))).Message, StringComparison.Ordinal);
        Assert.Contains("BudgetMilliseconds", Assert.Throws<OptionsValidationException>(() => Bound(("BudgetMilliseconds", "1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_folder_is_taken_and_no_folder_is_none()
    {
        var folder = VotingModel.Write(Sensible);
        Assert.Equal(folder, Bound(("Folder", folder)).Verification.Inference.Folder);
        Assert.Equal("", Bound().Verification.Inference.Folder);
    }

    [Fact]
    public async Task Model_that_cannot_be_read_ends_the_start_with_its_folder()
    {
        var folder = VotingModel.Write(Sensible);
        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx"), "no model", Token);
        using var model = Model(new() { Folder = folder });
        Assert.Contains($"the folder {folder} (Answers:Verification:Inference:Folder) cannot be loaded", (await Assert.ThrowsAsync<InferenceException>(() => model.LoadAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contradiction", "neutral", "entailment")]
    [InlineData("entailment", "neutral", "contradiction")]
    [InlineData("ENTAILMENT", "Contradiction", "neutral")]
    public async Task Order_of_the_classes_is_that_of_the_folder_and_the_option_counts_only_where_that_says_nothing(string first, string second, string third)
    {
        string[] labels = [first, second, third];
        var folder = VotingModel.Write([.. labels.Select(label => label.ToLowerInvariant())], Sensible);
        VotingModel.WriteLabels(folder, labels);
        using (var told = Model(new() { Folder = folder, Labels = "neutral, entailment, contradiction" }))
        {
            Assert.Equal("entailment of a sentence by itself 0.96, contradiction of its contrary 0.99", await told.CheckAsync(Token));
        }

        VotingModel.WriteLabels(folder, "LABEL_0", "LABEL_1", "LABEL_2");
        using (var optional = Model(new() { Folder = folder, Labels = string.Join(',', labels) }))
        {
            Assert.StartsWith("entailment of a sentence by itself 0.96", await optional.CheckAsync(Token), StringComparison.Ordinal);
        }

        using var wrong = Model(new() { Folder = folder, Labels = $"{third}, {second}, {first}" });
        using var twice = Model(new() { Folder = folder, Labels = $"{first}, {first}, {second}" });
        Assert.Contains("with its classes in the order of id2label", (await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.CheckAsync(Token))).Message, StringComparison.Ordinal);
        Assert.Contains("id2label of config.json names LABEL_0, LABEL_1, LABEL_2", (await Assert.ThrowsAsync<InferenceException>(() => twice.CheckAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_of_two_classes_is_refused()
    {
        var folder = VotingModel.Write(["entailment", "contradiction"], Sensible);
        VotingModel.WriteLabels(folder, "entailment", "neutral", "contradiction");
        using var model = Model(new() { Folder = folder });
        var refused = await Assert.ThrowsAsync<InferenceException>(() => model.CheckAsync(Token));
        Assert.Contains("gives 2 numbers for a pair, not three", refused.Message, StringComparison.Ordinal);
    }

    private static AnswerOptions Bound(params (string Option, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Answers:Verification:Inference:{setting.Option}", setting.Value))).Build();
        using var services = new ServiceCollection().AddLogging().AddKnowledgePlatform(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<AnswerOptions>>().Value;
    }

    private static SentenceInference Model(InferenceOptions inference) => new(Options.Create(new AnswerOptions { Verification = { Inference = inference } }), TimeProvider.System, new KeptLog<SentenceInference>());
}
