using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

[Collection(nameof(RealModel))]
public sealed class LocalChatTests(RealModel real)
{
    private const string Question = "What is the capital of France? Answer in one short sentence.";

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_in_process_answers_by_its_own_template()
    {
        Assert.Equal(ChatModelStatus.Ready, real.Model.State.Status);
        var response = await real.Model.Client.GetResponseAsync(Question, cancellationToken: _cancel);
        TestContext.Current.TestOutputHelper!.WriteLine(response.Text);
        Assert.Contains("Paris", response.Text);
        Assert.DoesNotContain("<|im_", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }
}
