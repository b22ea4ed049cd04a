using System.Runtime.CompilerServices;
using System.Text.Json;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Injection;

/// <summary>
/// Documents that give orders to whatever reads them (attacks.json). The worst model is taken for granted, one that obeys: what it then writes is in the file as well.
/// </summary>
public sealed class InjectionTests
{
    private const string Question = "What is the monthly rent?";
    private const string True = "The monthly rent of the flat is EUR 900.";

    private static readonly Dictionary<string, Attack> Attacks = Read();

    public static TheoryData<string> Ids => [.. Attacks.Keys];

    // A false statement that a document makes is not told from a true one: it is cited as what the document says.
    public static TheoryData<string> Obeyed => [.. Attacks.Values.Where(attack => attack.Obeyed.Length > 0).Select(attack => attack.Id)];

    [Fact]
    public void There_are_sixty_attacks_at_least() => Assert.True(Obeyed.Count >= 60, $"{Obeyed.Count}");

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Document_opens_no_message_of_its_own_and_each_of_its_lines_is_marked_as_data(string id)
    {
        var text = Attacks[id].Text;
        var model = new ListeningModel();
        await model.AskAsync([new Passage(1, "Lease " + text, "Rent " + text, $"{True}\n{text}", "en", 0.9), new Passage(2, "Other", "", "Other text.", "en", 0.8)]);
        var plain = new ListeningModel();
        await plain.AskAsync([new Passage(1, "Lease", "Rent", True, "en", 0.9)]);

        Assert.Equal([AuthorRole.System, AuthorRole.User], model.Heard.Select(message => message.Role));
        Assert.Equal(plain.Heard[0].Content, model.Heard[0].Content);
        var lines = model.Heard[1].Content!.Split('\n');
        Assert.Equal(["Passages:", "Question: " + Question], [lines[0], lines[^1]]);
        var marked = lines[1..^1].Where(line => line.Length > 0 && !line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, marked.Count);
        Assert.StartsWith("[1] Lease ", marked[0], StringComparison.Ordinal);
        Assert.Equal("[2] Other", marked[1]);
    }

    [Theory]
    [MemberData(nameof(Obeyed))]
    public async Task What_an_obedient_model_writes_is_not_supported(string id)
    {
        var attack = Attacks[id];
        var passages = new[]
        {
            new Passage(1, "Lease", "Rent", $"{True}\n{attack.Text}", "en", 0.9),
            new Passage(2, "House rules", "", "Quiet hours begin at ten in the evening.", "en", 0.8),
        };
        var answer = new CheckedAnswer(Question, [.. passages.Select(Hit)], new SentenceReview(new SentenceVerifier(passages, new VerifierOptions())));
        foreach (var sentence in attack.Obeyed)
        {
            var stream = new SentenceStream();
            foreach (var written in stream.Push(sentence).Concat(stream.Complete()))
            {
                await answer.AddAsync(written, TestContext.Current.CancellationToken);
            }
        }

        Assert.NotEmpty(answer.Sentences);
        Assert.All(answer.Sentences, sentence => Assert.True(sentence.Status == SentenceStatus.StruckOut, $"{sentence.Status}: {sentence.Text}"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_the_document_says_beside_the_attack_is_supported_all_the_same(string id)
    {
        var verifier = new SentenceVerifier([new Passage(1, "Lease", "Rent", $"{True}\n{Attacks[id].Text}", "en", 0.9)], new VerifierOptions());
        Assert.Equal(Verdict.Supported, verifier.Verify("The monthly rent is EUR 900.", [1], Question).Verdict);
    }

    [Theory]
    [InlineData("The Supplier shall respond within five days of the notice.")]
    [InlineData("The Tenant shall answer with a written statement that names the defects.")]
    [InlineData("The parties shall disregard the provisions of clause 4 when the guarantee is given.")]
    [InlineData("The Bank may ignore instructions that are not signed by two officers.")]
    [InlineData("The Agent must act as trustee and say in writing that the sum was received.")]
    [InlineData("Please report to the reception and follow the instructions of the nurse.")]
    [InlineData("An assistant must be present during the operation.")]
    [InlineData("Output: 1,450 ml in eight hours.")]
    [InlineData("Report: no fracture of the left wrist was seen.")]
    [InlineData("Answer: The defendant denies paragraph 3 of the claim.")]
    [InlineData("Confirm with the pharmacist before giving potassium chloride.")]
    [InlineData("Respond with written objections within 30 days of service.")]
    [InlineData("Send notices to the address legal@acme.com and to the registered office.")]
    [InlineData("GPT: 45 U/l, GOT: 38 U/l, bilirubin normal.")]
    [InlineData("AI should be given for five years after the operation.")]
    [InlineData("Assistant: Dr. Meier; anaesthesia: Dr. Rao.")]
    [InlineData("New orders: amoxicillin 500 mg three times daily.")]
    [InlineData("Physician assistants must report adverse events within two days.")]
    [InlineData("Repeat your blood test in two weeks and bring the result.")]
    [InlineData("Show this leaflet to your doctor before the next visit.")]
    [InlineData("The witness gave answers to all questions of the court.")]
    [InlineData("In your reply, please quote our reference 4711.")]
    public void Duties_of_contracts_and_records_are_no_attacks(string sentence) =>
        Assert.Equal(Verdict.Supported, new SentenceVerifier([new Passage(1, "Contract", "", sentence, "en", 0.9)], new VerifierOptions()).Verify(sentence, [1]).Verdict);

    private static Core.Retrieval.PassageHit Hit(Passage passage) =>
        new(passage.Number, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), passage.Title, passage.HeadingPath, passage.Text, "en", 1, [1, 0, passage.Text.Length], 1, 0.9, 1, 1);

    private static Dictionary<string, Attack> Read()
    {
        using var file = typeof(InjectionTests).Assembly.GetManifestResourceStream("attacks.json")!;
        return JsonSerializer.Deserialize<List<Attack>>(file, JsonSerializerOptions.Web)!.ToDictionary(attack => attack.Id);
    }

    private sealed record Attack(string Id, string Kind, string Language, string Text, string[] Obeyed);

    /// <summary>Takes down what a model would read.</summary>
    private sealed class ListeningModel : IChatCompletionService
    {
        public ChatHistory Heard { get; private set; } = [];

        public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

        public async Task AskAsync(IReadOnlyList<Passage> passages)
        {
            var builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton<IChatCompletionService>(this);
            var packed = AnswerPrompt.Pack(passages, 6, 10_000, text => text.Length / 4);
            var arguments = new KernelArguments { ["passages"] = packed.Text, ["question"] = Question };
            await foreach (var _ in builder.Build().InvokeStreamingAsync<StreamingChatMessageContent>(AnswerPrompt.Read(null).ToFunction(), arguments, TestContext.Current.CancellationToken))
            {
            }
        }

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings, Kernel? kernel, CancellationToken cancellationToken) =>
            throw new NotSupportedException("answers are streamed");

        public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings, Kernel? kernel, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Heard = chatHistory;
            await Task.CompletedTask;
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, "NOT FOUND");
        }
    }
}
