namespace KnowledgePlatform.Core.Answers;

/// <summary>An answer before it is recorded.</summary>
/// <remarks><paramref name="Read"/>: how many of the passages found the model had before it, the best first.</remarks>
internal sealed record AnswerDraft(
    AnswerMode Mode, string? Notice, IReadOnlyList<AnswerSentence> Sentences, IReadOnlyList<AnswerCitation> Citations, string? Model = null,
    string? PromptVersion = null, AnswerUsage? Usage = null, int Read = 0);

/// <summary>What making an answer took.</summary>
/// <param name="InputTokens">Tokens the model read; null when it does not say.</param>
/// <param name="OutputTokens">Tokens the model wrote; null when it does not say.</param>
/// <param name="SearchMilliseconds">Embedding the question and the search.</param>
/// <param name="ModelMilliseconds">The model, waiting for a place included.</param>
/// <param name="PromptHash">SHA-256 of the rendered prompt; null without a model.</param>
/// <param name="Estimated">True when the tokens were counted here, because the server did not say.</param>
internal sealed record AnswerUsage(long? InputTokens, long? OutputTokens, long SearchMilliseconds, long ModelMilliseconds, string? PromptHash = null, bool Estimated = false);
