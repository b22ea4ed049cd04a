using System.Globalization;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KnowledgePlatform.Core.Answers.Verification.Judging;

/// <summary>Asks a chat model whether passages say what a sentence says, within a budget of time. When it is late or fails there is no opinion, and the log says so.</summary>
internal sealed class SentenceJudge(JudgeOptions options, JudgePrompt prompt, IChatClient client, TimeProvider time, ILogger log)
{
    public JudgeOptions Settings => options;

    /// <summary>Its opinion; null when it gave none in the form that was asked for. <c>Answered</c> is false when it did not answer at all.</summary>
    public async Task<(bool Answered, JudgeOpinion? Opinion)> AskAsync(IReadOnlyList<Passage> passages, string sentence, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.BudgetMilliseconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            var builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton(client.AsChatCompletionService());
            var answer = await builder.Build().InvokeAsync<string>(prompt.ToFunction(), JudgePrompt.Arguments(passages, sentence, options.MaxTokens), ending.Token).ConfigureAwait(false);
            return (true, JudgeReply.Read(answer));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(string.Create(CultureInfo.InvariantCulture, $"it took longer than {options.BudgetMilliseconds} ms (Answers:Verification:Judge:BudgetMilliseconds)"));
        }
        catch (Exception fault) when (fault is ChatUnavailableException or ChatRequestTooLongException or ChatQueueFullException)
        {
            Failed(fault.Message);
        }

        // Whatever stands between: there is a verdict without it. What it says of it may quote the text.
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            Failed($"it ended with {fault.GetType().Name}");
        }

        return (false, null);
    }

    private void Failed(string reason) => Log.NotJudged(log, reason);
}
