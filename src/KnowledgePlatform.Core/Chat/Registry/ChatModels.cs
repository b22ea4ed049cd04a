using System.Collections.Concurrent;
using System.Security.Cryptography;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The model that a question is put to.</summary>
/// <param name="Model">The model, ready or not.</param>
/// <param name="Remark">What the person who asked should know of the choice; null when there is nothing.</param>
public sealed record ChosenModel(ChatModel Model, string? Remark);

/// <summary>Finds the model of a question by the collections that are searched, and keeps the models of the registry running. Safe for use by several threads at once.</summary>
public sealed class ChatModels(
    PlatformDatabase database, ModelCatalogue catalogue, ModelKeys keys, OutboundHosts hosts, TimeProvider time, ILogger<ChatModel> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Running> _running = new();
    private readonly ConcurrentQueue<(ChatModel Model, DateTimeOffset At)> _former = new();

    // Who has just been given a former model takes a place in its queue within this time.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The model for a question: the one chosen for all the collections that are searched when it is the same for each, else the default. An entry that is off or gone counts as not chosen.
    /// </summary>
    public async Task<ChosenModel> ChooseAsync(Caller caller, IReadOnlyList<Guid> collections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collections);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var chosen = await ChoicesAsync(session, collections, cancellationToken).ConfigureAwait(false);
        var usual = await UsualAsync(session, cancellationToken).ConfigureAwait(false);
        var entries = new Dictionary<Guid, RegisteredModel>();
        foreach (var id in chosen.Distinct())
        {
            var wanted = id is null ? usual : await EnabledAsync(session, id.Value, cancellationToken).ConfigureAwait(false) ?? usual;
            entries[wanted.Id] = wanted;
        }

        var (entry, remark) = entries.Count > 1
            ? (usual, "Different models are chosen for the collections that were searched; the default one was asked.")
            : (entries.Values.FirstOrDefault() ?? usual, null);
        return new ChosenModel(await StartedAsync(session, entry, cancellationToken).ConfigureAwait(false), remark);
    }

    /// <summary>The default model in place of one that is not available; null when the operator does not allow it (Models:FallBack), when that was the default, and when the default is not available either.</summary>
    public async Task<ChosenModel?> FallBackAsync(Caller caller, ChosenModel failed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failed);
        if (!catalogue.FallsBack)
        {
            return null;
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var usual = await UsualAsync(session, cancellationToken).ConfigureAwait(false);
        if (usual.Id == (failed.Model.RegistryId ?? RegisteredModel.BuiltInId))
        {
            return null;
        }

        var model = await StartedAsync(session, usual, cancellationToken).ConfigureAwait(false);
        var name = failed.Model.RegistryName ?? catalogue.BuiltIn().Name;
        return model.Available ? new ChosenModel(model, $"The model {name}, which was chosen for these documents, is not available at the moment; the default one was asked.") : null;
    }

    /// <summary>How the model of an entry is, as far as this process knows: null while no question was put to it.</summary>
    public ChatModelState? StateOf(Guid id) => id == RegisteredModel.BuiltInId ? catalogue.BuiltInModel.State : _running.TryGetValue(id, out var running) ? running.Model.State : null;

    /// <summary>A model of an entry for a trial of its own; the caller disposes of it.</summary>
    internal async Task<ChatModel> BuildAsync(DatabaseSession session, RegisteredModel entry, int? seconds, CancellationToken cancellationToken)
    {
        var (key, forbidden) = (default(string), Forbidden(entry));
        try
        {
            key = entry.Source == ModelSource.Configuration ? catalogue.KeyOf(entry)
                : keys.Read(await ModelRows.KeyAsync(session, entry.Id, entry.Url, cancellationToken).ConfigureAwait(false));
        }
        catch (CryptographicException)
        {
            forbidden = $"The key of the model {entry.Name} was encrypted with keys that this installation does not have any more: enter it anew under Settings, Models.";
        }

        return new ChatModel(Options.Create(catalogue.ToEngine(entry, key, forbidden, seconds)), logger, time) { RegistryId = entry.Id, RegistryName = entry.Name };
    }

    /// <summary>Stops all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var model in _running.Values.Select(running => running.Model).Concat(_former.Select(former => former.Model)))
        {
            await model.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Guid?>> ChoicesAsync(DatabaseSession session, IReadOnlyList<Guid> collections, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<Choice>(
            "select collection_id, model_id from model_choices where collection_id = any (@collections)", new { collections = collections.ToArray() }, cancellationToken)
            .ConfigureAwait(false);
        var chosen = rows.ToDictionary(row => row.CollectionId, row => row.ModelId);
        return [.. collections.Select(one => chosen.TryGetValue(one, out var model) ? model : catalogue.ConfiguredFor(one))];
    }

    private async Task<RegisteredModel> UsualAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        await EnabledAsync(session, await DefaultAsync(session, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) ?? catalogue.BuiltIn();

    private async Task<ChatModel> StartedAsync(DatabaseSession session, RegisteredModel entry, CancellationToken cancellationToken)
    {
        if (entry.Id == RegisteredModel.BuiltInId)
        {
            return catalogue.BuiltInModel;
        }

        var running = await RunningAsync(session, entry, cancellationToken).ConfigureAwait(false);
        await running.EnsureStartedAsync(time.GetUtcNow(), catalogue.ProbeAgain, cancellationToken).ConfigureAwait(false);
        return running.Model;
    }

    private async Task<Guid> DefaultAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        await ModelRows.DefaultAsync(session, cancellationToken).ConfigureAwait(false) ?? catalogue.Default;

    private async Task<RegisteredModel?> EnabledAsync(DatabaseSession session, Guid id, CancellationToken cancellationToken)
    {
        var entry = id == RegisteredModel.BuiltInId ? catalogue.BuiltIn()
            : catalogue.Configured.FirstOrDefault(model => model.Id == id) ?? await ModelRows.FindAsync(session, id, cancellationToken).ConfigureAwait(false);
        return entry is { Enabled: true } or { Source: ModelSource.BuiltIn } ? entry : null;
    }

    private async Task<Running> RunningAsync(DatabaseSession session, RegisteredModel entry, CancellationToken cancellationToken)
    {
        await DisposeFormerAsync().ConfigureAwait(false);
        if (_running.TryGetValue(entry.Id, out var known) && known.Entry == entry)
        {
            return known;
        }

        var fresh = new Running(entry, await BuildAsync(session, entry, null, cancellationToken).ConfigureAwait(false));
        var kept = _running.AddOrUpdate(entry.Id, fresh, (_, there) => there.Entry == entry ? there : fresh);
        if (kept != fresh)
        {
            _former.Enqueue((fresh.Model, time.GetUtcNow()));
        }
        else if (known is not null)
        {
            _former.Enqueue((known.Model, time.GetUtcNow()));
        }

        return kept;
    }

    // An answer that is being written ends with the model that it began with.
    private async Task DisposeFormerAsync()
    {
        for (var left = _former.Count; left > 0 && _former.TryDequeue(out var former); left--)
        {
            if (former.Model.Idle && time.GetUtcNow() - former.At > Grace)
            {
                await former.Model.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                _former.Enqueue(former);
            }
        }
    }

    private string? Forbidden(RegisteredModel entry)
    {
        try
        {
            hosts.Require(entry.Url);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }

    private sealed record Choice(Guid CollectionId, Guid ModelId);

    private sealed class Running(RegisteredModel entry, ChatModel model)
    {
        private long _tried;

        public RegisteredModel Entry { get; } = entry;

        public ChatModel Model { get; } = model;

        // A question waits for a server that was not tried yet or came back; one that stays away is not waited for again and again.
        public async Task EnsureStartedAsync(DateTimeOffset now, TimeSpan again, CancellationToken cancellationToken)
        {
            var tried = Interlocked.Read(ref _tried);
            if (Model.State.Status == ChatModelStatus.Loading || (!Model.Available && now.UtcTicks - tried > again.Ticks))
            {
                Interlocked.Exchange(ref _tried, now.UtcTicks);
                await Model.StartAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
