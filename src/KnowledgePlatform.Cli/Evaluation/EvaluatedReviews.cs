using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Checks sentences as answers are checked, with the models that the operator set up for it, and says on standard error which those are.</summary>
internal sealed class EvaluatedReviews
{
    private readonly SentenceReviews _reviews;
    private readonly ChatModel? _judge;
    private int _without;

    private EvaluatedReviews(SentenceReviews reviews, ChatModel? judge) => (_reviews, _judge) = (reviews, judge);

    /// <summary>Loads what is set up.</summary>
    public static async Task<EvaluatedReviews> StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (reviews, inference) = (services.GetRequiredService<SentenceReviews>(), services.GetRequiredService<SentenceInference>());
        if (inference.InUse)
        {
            await inference.LoadAsync(cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("kp: with the model for inference of Answers:Verification:Inference").ConfigureAwait(false);
        }

        if (!reviews.Judges)
        {
            return new EvaluatedReviews(reviews, null);
        }

        var model = services.GetRequiredService<ChatModel>();
        await model.StartAsync(cancellationToken).ConfigureAwait(false);
        if (!model.Available)
        {
            throw new CommandRunner.CommandException($"Answers:Verification:Judge is enabled, and there is no chat model to ask: {model.State.Reason}");
        }

        await Console.Error.WriteLineAsync($"kp: with {model.Name} as the judge of Answers:Verification:Judge").ConfigureAwait(false);
        return new EvaluatedReviews(reviews, model);
    }

    /// <summary>Checks one sentence.</summary>
    public async Task<SentenceCheck> VerifyAsync(IEnumerable<Passage> passages, string sentence, IReadOnlyCollection<int> citations, CancellationToken cancellationToken)
    {
        var review = _reviews.For(passages, _judge?.Client);
        var check = await review.VerifyAsync(sentence, citations, "", cancellationToken).ConfigureAwait(false);
        _without += review.WentWithout ? 1 : 0;
        return check;
    }

    /// <summary>Says how many sentences a model did not answer about in time: figures with many of them say little about it.</summary>
    public void PrintWithout()
    {
        if (_without > 0)
        {
            Console.Error.WriteLine($"kp: {_without} sentences were checked without a model that is set up: it was late or failed");
        }
    }
}
