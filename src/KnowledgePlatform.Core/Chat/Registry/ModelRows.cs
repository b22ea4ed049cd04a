using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The registry's tables.</summary>
internal static class ModelRows
{
    public const string Insert = """
        insert into chat_models (id, name, url, server_model, key_protected, context_tokens, prompt_price, completion_price, images, tools, enabled)
        values (@id, @Name, @Url, @ServerModel, @secret, @ContextTokens, @PromptPrice, @CompletionPrice, @Images, @Tools, @Enabled)
        """;

    public const string Update = $"{Change} where id = @id";

    public const string UpdateWithKey = $"{Change}, key_protected = @secret where id = @id";

    private const string Change = """
        update chat_models set name = @Name, url = @Url, server_model = @ServerModel, context_tokens = @ContextTokens, prompt_price = @PromptPrice,
               completion_price = @CompletionPrice, images = @Images, tools = @Tools, enabled = @Enabled, changed_at = clock_timestamp()
        """;

    private const string Select = """
        select id, name, url, server_model, id = any (kp_chat_models_with_key()) as has_key, context_tokens, prompt_price, completion_price, images, tools, enabled, changed_at
        from chat_models
        """;

    public static async Task<IReadOnlyList<RegisteredModel>> ListAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        [.. (await session.QueryAsync<Row>(Select + " order by lower(name)", null, cancellationToken).ConfigureAwait(false)).Select(row => row.Model())];

    public static async Task<RegisteredModel?> FindAsync(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        (await session.FindAsync<Row>(Select + " where id = @id", new { id }, cancellationToken).ConfigureAwait(false))?.Model();

    public static Task<byte[]?> KeyAsync(DatabaseSession session, Guid id, string url, CancellationToken cancellationToken) =>
        session.FindAsync<byte[]>("select kp_chat_model_key(@id, @url)", new { id, url }, cancellationToken);

    public static Task<Guid?> DefaultAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        session.FindAsync<Guid?>("select model_id from model_default", null, cancellationToken);

    public static Task<int> WriteAsync(DatabaseSession session, string sql, Guid id, ModelDraft draft, byte[]? secret, CancellationToken cancellationToken) => session.ExecuteAsync(
        sql,
        new
        {
            id, draft.Name, draft.Url, draft.ServerModel, secret, draft.ContextTokens, draft.PromptPrice, draft.CompletionPrice, draft.Images, draft.Tools, draft.Enabled,
        },
        cancellationToken);

    private sealed record Row(
        Guid Id, string Name, string Url, string ServerModel, bool HasKey, int ContextTokens, decimal PromptPrice, decimal CompletionPrice, bool Images, bool Tools, bool Enabled,
        DateTime ChangedAt)
    {
        public RegisteredModel Model() => new(
            Id, Name, ModelSource.Registry, Url, ServerModel, HasKey, ContextTokens, PromptPrice, CompletionPrice, Images, Tools, Enabled, ChangedAt);
    }
}
