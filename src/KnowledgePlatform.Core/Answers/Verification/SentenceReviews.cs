using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Answers.Verification.Judging;
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

    /// <summary>The check of one answer.</summary>
    /// <param name="passages">What it may rest on.</param>
    /// <param name="client">The model that would be the judge; null when none can be asked.</param>
    internal SentenceReview For(IEnumerable<Passage> passages, IChatClient? client) => new(
        new SentenceVerifier(passages, _options), _inference,
        _prompt is null || client is null ? null : new SentenceJudge(_options.Judge, _prompt, client, _time, _log));
}
