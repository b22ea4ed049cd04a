using KnowledgePlatform.Core.Answers.Conflicts;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>An answer before it is recorded.</summary>
/// <remarks><paramref name="Spans"/>: where the citations stand, in their order. <paramref name="Read"/>: the passages that the model had before it.</remarks>
internal sealed record AnswerDraft(
    AnswerMode Mode, string? Notice, IReadOnlyList<AnswerSentence> Sentences, IReadOnlyList<AnswerCitation> Citations, IReadOnlyList<PassageSpan> Spans, string? Model = null,
    string? PromptVersion = null, AnswerUsage? Usage = null, IReadOnlyList<PassageHit>? Read = null)
{
    /// <summary>What other passages say otherwise.</summary>
    public IReadOnlyList<AnswerConflict> Conflicts { get; init; } = [];
}

/// <summary>What making an answer took.</summary>
/// <param name="InputTokens">Tokens the model read; null when it does not say.</param>
/// <param name="OutputTokens">Tokens the model wrote; null when it does not say.</param>
/// <param name="SearchMilliseconds">Embedding the question and the search.</param>
/// <param name="ModelMilliseconds">The model, waiting for a place included.</param>
/// <param name="PromptHash">SHA-256 of the rendered prompt; null without a model.</param>
/// <param name="Estimated">True when the tokens were counted here, because the server did not say.</param>
internal sealed record AnswerUsage(long? InputTokens, long? OutputTokens, long SearchMilliseconds, long ModelMilliseconds, string? PromptHash = null, bool Estimated = false);
