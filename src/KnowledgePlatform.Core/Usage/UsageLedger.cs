using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Usage;

/// <summary>What one question took, to be written down.</summary>
/// <param name="Model">Who wrote, with its prices; null when no model was asked.</param>
/// <param name="Estimated">Counted by us because the server did not say.</param>
internal sealed record QuestionUsage(
    Guid? ModelId, string? Model, long PromptTokens, long CompletionTokens, bool Estimated, long Milliseconds, TokenPrices Prices, IReadOnlyList<Guid> Collections);

/// <summary>Writes usage down, in the transaction of the answer.</summary>
internal static class UsageLedger
{
    public static Task RecordUsageAsync(
        this DatabaseSession session, Caller caller, Guid? answer, string outcome, QuestionUsage usage, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        insert into usage_records (user_id, api_key_id, answer_id, outcome, group_ids, collection_ids, model_id, model, prompt_tokens, completion_tokens, estimated,
                                   duration_ms, prompt_price, completion_price)
        select @UserId, @ApiKeyId, @answer, @outcome, array(select group_id from group_members where user_id = @UserId order by 1), @collections, @ModelId, @Model,
               @PromptTokens, @CompletionTokens, @Estimated, @Milliseconds, @prompt, @completion
        """,
        new
        {
            caller.UserId, caller.ApiKeyId, answer, outcome, collections = usage.Collections.Distinct().ToArray(), usage.ModelId, usage.Model, usage.PromptTokens,
            usage.CompletionTokens, usage.Estimated, usage.Milliseconds, prompt = decimal.Round(usage.Prices.Prompt, TokenPrices.Decimals),
            completion = decimal.Round(usage.Prices.Completion, TokenPrices.Decimals),
        },
        cancellationToken);
}
