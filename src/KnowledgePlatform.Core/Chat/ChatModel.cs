using KnowledgePlatform.Core.Chat.Local;
using KnowledgePlatform.Core.Chat.Server;
using KnowledgePlatform.Core.Usage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat;

/// <summary>The one door to whatever chat model is configured. Safe for use by several threads at once.</summary>
public sealed class ChatModel : IAsyncDisposable
{
    private readonly ChatEngineOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private volatile IChatEngine? _engine;
    private volatile ChatQueue _queue;
    private volatile ChatModelState _state;
    private readonly TimeProvider _time;
    private int _disposed;

    /// <summary>Loads nothing yet: <see cref="StartAsync"/> does.</summary>
    public ChatModel(IOptions<ChatEngineOptions> options, ILogger<ChatModel>? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        (_logger, _time) = (logger ?? NullLogger<ChatModel>.Instance, time ?? TimeProvider.System);
        _queue = new ChatQueue(1, _options.QueueLength, _options.QueueLengthEach);
        _state = new ChatModelState(_options.Engine, ChatModelStatus.Loading, "", null, 0);
        Closing = _closing.Token;
        Client = new QueuedChatClient(this, ticket: null);
    }

    /// <summary>Engine, status, name, reason, context.</summary>
    public ChatModelState State => _state is { Status: ChatModelStatus.Ready } ready && _engine is ServerPool pool ? ready with { ContextTokens = pool.ContextTokens, Servers = pool.Servers } : _state;

    /// <summary>False with no model, a broken one, and one that is still being loaded.</summary>
    public bool Available => _state.Status == ChatModelStatus.Ready;

    /// <summary>Name of the model, to be recorded with answers; "" when there is none.</summary>
    public string Name => Available ? _state.Name : "";

    /// <summary>The entry of the registry that it stands for; null for the model of section Chat.</summary>
    public Guid? RegistryId { get; init; }

    /// <summary>Name that usage is added up by: that of its entry, else <see cref="Name"/>.</summary>
    public string Label => RegistryName ?? Name;

    /// <summary>What its tokens cost.</summary>
    public TokenPrices Prices => new(_options.PromptPrice, _options.CompletionPrice);

    internal string? RegistryName { get; init; }

    /// <summary>Tokens of request and answer together; 0 when there is no model.</summary>
    public int ContextTokens => Available ? State.ContextTokens : 0;

    /// <summary>Tokens of the longest answer, which are kept free when a request sets no limit of its own.</summary>
    public int AnswerTokens => Math.Min(_options.MaxAnswerTokens, Math.Max(1, ContextTokens / 2));

    /// <summary>
    /// A client for one request at a time or many: streams, can be cancelled, and takes a place in the queue by itself (all such requests count as one asker). Throws
    /// <see cref="ChatUnavailableException"/>, <see cref="ChatRequestTooLongException"/> and <see cref="ChatQueueFullException"/>. To show a place, use <see cref="ClientFor"/>.
    /// </summary>
    public IChatClient Client { get; }

    /// <summary>
    /// Takes a place in the queue: show <see cref="ChatTicket.WaitAsync"/>, ask through <see cref="ClientFor"/>, dispose the ticket.
    /// </summary>
    /// <param name="asker">Any stable key of the person: one who asks much does not hold up others.</param>
    /// <exception cref="ChatQueueFullException">Too many wait.</exception>
    public ChatTicket Enter(string asker) => _queue.Enter(asker);

    /// <summary>As <see cref="Client"/>, under a ticket's turn, for which it waits if need be. The ticket stays the caller's, who may ask several times in its turn.</summary>
    public IChatClient ClientFor(ChatTicket ticket) => ClientFor(ticket, null);

    /// <summary>As <see cref="ClientFor(ChatTicket)"/>; what is written is held to a grammar, where the engine can and Chat:Grammar lets it.</summary>
    internal IChatClient ClientFor(ChatTicket ticket, string? grammar)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return new QueuedChatClient(this, ticket, _options.Grammar == GrammarUse.Off ? null : grammar);
    }

    /// <summary>
    /// Tokens of a text, without a template. Exact in process, and at a server for what <see cref="CountAheadAsync"/> learned; else an estimate that is rather too high: a third of the ASCII letters,
    /// one for each other ASCII character but single spaces, two thirds of the UTF-8 bytes of all else. Without a model the same estimate.
    /// </summary>
    public int CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _engine?.CountTokens(text) ?? TokenEstimate.Of(text);
    }

    /// <summary>Lets a server that can count these texts, in one call or a few at once; what it does not count within Chat:CountMilliseconds stays estimated. Never fails for the server.</summary>
    public Task CountAheadAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _engine?.CountAheadAsync(texts, cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>
    /// Checks and loads the model, or looks for the server. Never throws for a bad model: <see cref="State"/> says what is wrong. May be called again, and then
    /// does something only when the model is not ready, or has several servers: they are asked how they are.
    /// </summary>
    /// <exception cref="OperationCanceledException">Only when cancelled.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing);
        await _starting.WaitAsync(stop.Token).ConfigureAwait(false);
        try
        {
            if (Available)
            {
                await (_engine is ServerPool pool ? pool.ProbeAsync(stop.Token) : Task.CompletedTask).ConfigureAwait(false);
                return;
            }

            var kind = Chosen();
            if (kind == ChatEngineKind.None)
            {
                _state = new ChatModelState(kind, ChatModelStatus.Off, "", "No chat model is configured (Chat:Engine).", 0);
                return;
            }

            if (_state.Status != ChatModelStatus.Broken)
            {
                _state = new ChatModelState(kind, ChatModelStatus.Loading, "", null, 0);
            }

            await LoadAsync(kind, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Stops answers that are being written and frees the model.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _starting.WaitAsync().ConfigureAwait(false);
        _state = _state with { Status = ChatModelStatus.Off, Reason = "The program is being stopped." };
        if (_engine is { } engine)
        {
            await engine.DisposeAsync().ConfigureAwait(false);
        }

    }

    /// <summary>Nobody is being answered and nobody waits.</summary>
    internal bool Idle => _queue is { Running: 0, Waiting: 0 };

    internal CancellationToken Closing { get; }

    // In process answers that are written at once share the processors: each may take as long as all of them one after the other.
    internal TimeSpan Timeout => TimeSpan.FromSeconds(_options.TimeoutSeconds) * (_engine is Local.LocalChatEngine local ? local.Parallel : 1);

    /// <summary>The engine, or the reason why there is none as an exception.</summary>
    internal IChatEngine Engine => (Available ? _engine : null) ?? throw new ChatUnavailableException(
        _state.Reason ?? (_state.Status == ChatModelStatus.Loading ? "The chat model is still being loaded; please ask again in a moment." : "There is no chat model."));

    /// <summary>Request options with the configured defaults filled in.</summary>
    internal ChatOptions Complete(ChatOptions? options)
    {
        var complete = options?.Clone() ?? new ChatOptions();
        complete.MaxOutputTokens = Math.Clamp(complete.MaxOutputTokens ?? AnswerTokens, 1, Math.Max(1, ContextTokens - 1));
        complete.Temperature ??= _options.Temperature;
        complete.Seed ??= _options.Seed;
        return complete;
    }

    /// <summary>A server went away: no more requests until it is found again.</summary>
    internal void Lost(string reason)
    {
        if (Available && State.Engine == ChatEngineKind.Server)
        {
            Break(ChatEngineKind.Server, reason, null);
        }
    }

    private ChatEngineKind Chosen() => _options.Engine switch
    {
        ChatEngineKind.Auto when !string.IsNullOrWhiteSpace(_options.Url) => ChatEngineKind.Server,
        ChatEngineKind.Auto => ChatEngineKind.Local,
        var chosen => chosen,
    };

    private async Task LoadAsync(ChatEngineKind kind, CancellationToken cancellationToken)
    {
        try
        {
            if (_options.Forbidden is { } reason)
            {
                throw new ChatUnavailableException(reason);
            }

            var engine = kind == ChatEngineKind.Server
                ? await ConnectAsync(cancellationToken).ConfigureAwait(false)
                : await LocalChatEngine.LoadAsync(_options, _logger, cancellationToken).ConfigureAwait(false);
            if (_engine is null)
            {
                _queue = new ChatQueue(engine.Parallel, _options.QueueLength, _options.QueueLengthEach);
            }

            _queue.Resize(engine.Parallel);
            // A server's former connections are not disposed of: an answer may still come through them; unused ones close by themselves.
            _engine = engine;
            _state = new ChatModelState(kind, ChatModelStatus.Ready, engine.Name, null, engine.ContextTokens);
            Log.Ready(_logger, engine.Name, engine.ContextTokens);
        }
        catch (ChatUnavailableException fault)
        {
            Break(kind, fault.Message, fault.InnerException);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A native library that is missing or of another machine, a folder that may not be read: whatever it is, the portal goes on without a model.
            Break(kind, $"The chat model could not be started: {fault.Message}", fault);
        }
    }

    private async Task<IChatEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ServerAddress> addresses = [.. ServerAddress.ParseAll(_options.Url).Select(address => address with { Registered = _options.Registered })];
        return addresses.Count == 1
            ? await ServerChatEngine.ConnectAsync(_options, addresses[0], _options.ServerModel, _options.Retries, new TokenCounts(), Lost, cancellationToken).ConfigureAwait(false)
            : await ServerPool.ConnectAsync(_options, addresses, Lost, parallel => _queue.Resize(parallel), _time, _logger, cancellationToken).ConfigureAwait(false);
    }

    private void Break(ChatEngineKind kind, string reason, Exception? fault)
    {
        if (_state.Reason != reason)
        {
            Log.Broken(_logger, fault, kind, reason);
        }

        _state = new ChatModelState(kind, ChatModelStatus.Broken, "", reason, 0);
    }
}
