using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Chat.Server;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The registry for those who edit it. Everything here is for administrators.</summary>
public sealed class ModelStore(PlatformDatabase database, ModelCatalogue catalogue, ModelKeys keys, OutboundHosts hosts, IOptions<ModelsOptions> options)
{
    /// <summary>The built-in model, then those of the configuration, then those registered by name.</summary>
    public async Task<IReadOnlyList<RegisteredModel>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return [catalogue.BuiltIn(), .. catalogue.Configured, .. await ModelRows.ListAsync(session, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>One model.</summary>
    /// <exception cref="RefusedException"><c>model_not_found</c>.</exception>
    public async Task<RegisteredModel> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Id == id) ?? throw NotFound();

    /// <summary>Registers a model.</summary>
    /// <exception cref="RefusedException">
    /// <c>model_name_taken</c>, <c>model_name_invalid</c>, <c>model_url_invalid</c>, <c>model_context_invalid</c>, <c>model_key_invalid</c>, <c>host_not_listed</c>, <c>price_invalid</c>,
    /// <c>too_many_models</c>.
    /// </exception>
    public async Task<Guid> AddAsync(Caller caller, ModelDraft draft, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft = draft.Checked(hosts);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await session.ReadAsync<long>("select count(*) from chat_models", null, cancellationToken).ConfigureAwait(false) >= options.Value.MaxModels)
        {
            throw new RefusedException(RefusalKind.Conflict, "too_many_models", $"There are {options.Value.MaxModels} models already (Models:MaxModels).");
        }

        var id = Guid.CreateVersion7();
        await WriteAsync(session, ModelRows.Insert, id, draft, keys.Protect(key), cancellationToken).ConfigureAwait(false);
        await CommitAsync(session, caller, "model.add", id, Detail(draft, !string.IsNullOrEmpty(key)), cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Changes a model.</summary>
    /// <param name="key">The new key; null keeps the one that is there, empty removes it.</param>
    /// <exception cref="RefusedException">
    /// <c>model_not_found</c>, <c>model_configured</c>, <c>model_key_needed</c>: the address leads elsewhere and the key has to be given anew; and as <see cref="AddAsync"/>.
    /// </exception>
    public async Task ChangeAsync(Caller caller, Guid id, ModelDraft draft, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft = draft.Checked(hosts);
        await ChangeableAsync(caller, id, cancellationToken).ConfigureAwait(false);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        // As it is now, and stays until the change is through: somebody else may have given it a key meanwhile.
        var kept = await session.FindAsync<KeptKey>(
            "select url, id = any (kp_chat_models_with_key()) as has_key from chat_models where id = @id for update", new { id }, cancellationToken).ConfigureAwait(false);
        if (key is null && kept is { HasKey: true } && Servers(draft.Url).Except(Servers(kept.Url)).Any())
        {
            throw new RefusedException(
                RefusalKind.Invalid, "model_key_needed", "The address leads to another server: enter the key for it, or remove the key. The one that is kept is not sent elsewhere.");
        }

        await WriteAsync(session, key is null ? ModelRows.Update : ModelRows.UpdateWithKey, id, draft, key is null ? null : keys.Protect(key), cancellationToken).ConfigureAwait(false);
        var detail = Detail(draft, key is null ? kept is { HasKey: true } : key.Length > 0);
        await CommitAsync(session, caller, "model.change", id, new { model = detail, newKey = key is not null }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a model; who chose it gets the default.</summary>
    /// <exception cref="RefusedException"><c>model_not_found</c>, <c>model_configured</c>.</exception>
    public async Task RemoveAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var gone = await ChangeableAsync(caller, id, cancellationToken).ConfigureAwait(false);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "delete from model_choices where model_id = @id; delete from model_default where model_id = @id; delete from chat_models where id = @id", new { id }, cancellationToken)
            .ConfigureAwait(false);
        await CommitAsync(session, caller, "model.remove", id, new { gone.Name }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The model that is asked where nothing else was chosen.</summary>
    public async Task<Guid> DefaultAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await ModelRows.DefaultAsync(session, cancellationToken).ConfigureAwait(false) ?? catalogue.Default;
    }

    /// <summary>Sets the model that is asked where nothing else was chosen; null goes back to the configuration's.</summary>
    /// <exception cref="RefusedException"><c>model_not_found</c>.</exception>
    public async Task SetDefaultAsync(Caller caller, Guid? id, CancellationToken cancellationToken)
    {
        var model = id is null ? null : await FindAsync(caller, id.Value, cancellationToken).ConfigureAwait(false);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            id is null ? "delete from model_default" : "insert into model_default (model_id) values (@id) on conflict (only_row) do update set model_id = excluded.model_id",
            new { id }, cancellationToken).ConfigureAwait(false);
        await CommitAsync(session, caller, "model.default", id, new { model?.Name }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All collections by name, with the model that was chosen for each.</summary>
    public async Task<IReadOnlyList<ModelChoice>> ChoicesAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var chosen = await session.QueryAsync<ModelChoice>(
            "select c.id as collection_id, c.name as collection, m.model_id from kp_collection_names() c left join model_choices m on m.collection_id = c.id order by lower(c.name), c.id",
            null, cancellationToken).ConfigureAwait(false);
        return [.. chosen.Select(one => one with { ModelId = one.ModelId ?? catalogue.ConfiguredFor(one.CollectionId) })];
    }

    /// <summary>Chooses the model for a collection; null for the default, or that of the configuration.</summary>
    /// <exception cref="RefusedException"><c>model_not_found</c>, <c>collection_not_found</c>.</exception>
    public async Task ChooseAsync(Caller caller, Guid collection, Guid? id, CancellationToken cancellationToken)
    {
        var model = id is null ? null : await FindAsync(caller, id.Value, cancellationToken).ConfigureAwait(false);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (!await session.ReadAsync<bool>("select exists (select from kp_collection_names() where id = @collection)", new { collection }, cancellationToken).ConfigureAwait(false))
        {
            throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection.");
        }

        await session.ExecuteAsync(
            id is null ? "delete from model_choices where collection_id = @collection"
                : "insert into model_choices (collection_id, model_id) values (@collection, @id) on conflict (collection_id) do update set model_id = excluded.model_id",
            new { collection, id }, cancellationToken).ConfigureAwait(false);
        await CommitAsync(session, caller, "model.choose", collection, new { model?.Name }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Embedding models whose vectors are kept; which one is used is the operator's setting.</summary>
    public async Task<IReadOnlyList<EmbeddingModelRow>> EmbeddingModelsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<EmbeddingModelRow>(
            "select name, dimensions::int as dimensions, name = coalesce((select m.name from embedding_models m where m.in_force), @used) as used from embedding_models order by name", new { used = catalogue.Embeddings }, cancellationToken).ConfigureAwait(false);
    }

    private Task<DatabaseSession> BeginAsync(Caller caller, CancellationToken cancellationToken) => AdministratorRule.BeginAsync(database, caller, cancellationToken);

    private sealed record KeptKey(string Url, bool HasKey);

    private async Task<RegisteredModel> ChangeableAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var model = await FindAsync(caller, id, cancellationToken).ConfigureAwait(false);
        return model.Source == ModelSource.Registry ? model : throw new RefusedException(
            RefusalKind.Conflict, "model_configured", $"{model.Name} is set in the configuration (section {(model.Source == ModelSource.BuiltIn ? "Chat" : "Models")}) and is changed there.");
    }

    private async Task WriteAsync(DatabaseSession session, string sql, Guid id, ModelDraft draft, byte[]? secret, CancellationToken cancellationToken)
    {
        // Two entries of one name would be one line of the usage report.
        if (catalogue.Configured.Append(catalogue.BuiltIn()).Any(one => string.Equals(one.Name, draft.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw NameTaken();
        }

        try
        {
            if (await ModelRows.WriteAsync(session, sql, id, draft, secret, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw NotFound();
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw NameTaken();
        }
    }

    private static async Task CommitAsync(DatabaseSession session, Caller caller, string action, Guid? subject, object detail, CancellationToken cancellationToken)
    {
        await session.RecordAsync(caller, action, subject, detail, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static object Detail(ModelDraft draft, bool key) => new
    {
        draft.Name, draft.Url, draft.ServerModel, draft.ContextTokens, draft.PromptPrice, draft.CompletionPrice, draft.Images, draft.Tools, draft.Enabled, key = key ? "set" : "none",
    };

    private static IEnumerable<string> Servers(string url) =>
        ServerAddress.Split(url).Select(one => Uri.TryCreate(one, UriKind.Absolute, out var given) ? given.GetLeftPart(UriPartial.Authority) : one);

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "model_not_found", "There is no such model.");

    private static RefusedException NameTaken() => new(RefusalKind.Conflict, "model_name_taken", "There is a model with this name already.");
}
