using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Answers.Verification.Judging;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Makes the check of an answer, with what the operator set up for it.</summary>
public sealed class SentenceReviews
{
    private readonly VerifierOptions _options;
    private readonly SentenceInference _inference;
    private readonly JudgePrompt? _prompt;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Reads the judge's prompt, when there is a judge.</summary>
    /// <exception cref="InvalidOperationException">The prompt lacks a variable.</exception>
    public SentenceReviews(IOptions<AnswerOptions> options, SentenceInference inference, TimeProvider time, ILogger<SentenceReviews> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _inference, _time, _log) = (options.Value.Verification, inference, time, log);
        _prompt = _options.Judge.Enabled ? JudgePrompt.Read(_options.Judge.PromptFile) : null;
    }

    /// <summary>True when the chat model is to be asked as a judge.</summary>
    public bool Judges => _prompt is not null;

    /// <summary>Asks the judge about a sentence whose truth is plain: says how it answered, or that none is in use.</summary>
    /// <exception cref="InvalidOperationException">It did not answer in time, or in another form.</exception>
    public async Task<string> CheckJudgeAsync(ChatModel model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (JudgeOf(model.Client) is not { } judge)
        {
            return "none: the chat model is not asked about what it wrote";
        }

        const string sample = "The tenant pays the rent.";
        var (answered, opinion) = await judge.AskAsync([new Passage(1, "Lease", "", sample, "en", 1)], sample, cancellationToken).ConfigureAwait(false);
        return opinion is not null ? $"{model.Name} says of a sentence that it stands there: {opinion}" : throw new InvalidOperationException(answered
            ? "the chat model does not answer in the form that a judge must (SUPPORTED, CONTRADICTED or NOT SAID): turn Answers:Verification:Judge:Enabled off, or raise MaxTokens there"
            : "the chat model did not answer as a judge: the log says why");
    }

    /// <summary>The check of one answer.</summary>
    /// <param name="passages">What it may rest on.</param>
    /// <param name="client">The model that would be the judge; null when none can be asked.</param>
    internal SentenceReview For(IEnumerable<Passage> passages, IChatClient? client) => new(
        new SentenceVerifier(passages, _options), _inference, client is null ? null : JudgeOf(client));

    private SentenceJudge? JudgeOf(IChatClient client) => _prompt is null ? null : new SentenceJudge(_options.Judge, _prompt, client, _time, _log);
}
