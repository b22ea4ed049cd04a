using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Answers.Verification.Judging;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Checks the sentences of one answer: by <see cref="SentenceVerifier"/>, and where the operator has one, by a model for inference and by the chat model as a judge. A model that
/// did not answer once is not waited for again in this answer. For one reader at a time.
/// </summary>
internal sealed class SentenceReview(SentenceVerifier verifier, SentenceInference? inference = null, SentenceJudge? judge = null)
{
    private readonly PremiseFinder _premises = new(verifier.Cited);
    private SentenceInference? _inference = inference is { InUse: true } ? inference : null;
    private SentenceJudge? _judge = judge;

    /// <summary>True when the chat model is asked about each sentence, which it can only be once it has finished writing.</summary>
    public bool Judges { get; } = judge is not null;

    /// <summary>True when one of the models did not answer about a sentence that it was asked about.</summary>
    public bool WentWithout { get; private set; }

    /// <summary>Checks one sentence; the same as <see cref="SentenceVerifier.Verify"/> where no model is in use.</summary>
    public async ValueTask<SentenceCheck> VerifyAsync(string sentence, IReadOnlyCollection<int> citations, string question, CancellationToken cancellationToken)
    {
        var check = verifier.Verify(sentence, citations, question);
        check = _inference is null ? check : await InferAsync(_inference, check, sentence, cancellationToken).ConfigureAwait(false);
        return _judge is null ? check : await JudgeAsync(_judge, check, sentence, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SentenceCheck> InferAsync(SentenceInference model, SentenceCheck check, string sentence, CancellationToken cancellationToken)
    {
        var lower = _premises.ToLower(sentence, check);
        var premises = lower is null ? _premises.ToRaise(sentence, check) : [lower];
        if (premises.Count == 0)
        {
            return check;
        }

        var scores = await model.ReadAsync(premises, CitationMarks.Remove(sentence).Trim(), cancellationToken).ConfigureAwait(false);
        if (scores is null)
        {
            (_inference, WentWithout) = (null, true);
            return check;
        }

        return lower is null
            ? InferenceRule.Raise(check, premises, scores, model.Settings)
            : InferenceRule.Lower(check, lower, scores[0], model.Settings);
    }

    private async Task<SentenceCheck> JudgeAsync(SentenceJudge asked, SentenceCheck check, string sentence, CancellationToken cancellationToken)
    {
        var lowers = _premises.ToLower(sentence, check) is not null;
        var raised = lowers || !asked.Settings.MayRaise ? null : _premises.ToRaise(sentence, check).FirstOrDefault();
        if (!lowers && raised is null)
        {
            return check;
        }

        var passages = _premises.Of(raised is null ? check.Spans : [raised.Span]);
        var (answered, opinion) = await asked.AskAsync(passages, CitationMarks.Remove(sentence).Trim(), cancellationToken).ConfigureAwait(false);
        if (!answered)
        {
            (_judge, WentWithout) = (null, true);
        }

        return raised is null ? JudgeRule.Lower(check, opinion) : JudgeRule.Raise(check, raised, opinion);
    }
}
