using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>An OpenAI-compatible server: llama-server, vLLM, Ollama. No other host is ever spoken to: no proxy, no redirect is followed.</summary>
internal sealed class ServerChatEngine : IChatEngine
{
    private const int DefaultContextTokens = 4096;
    private const int DefaultParallel = 8;
    private const int LargestList = 4 << 20;

    private readonly HttpClient _http;
    private readonly IChatClient _client;
    private readonly ServerAddress _address;
    private readonly Action<string> _lost;
    private readonly ChatEngineOptions _options;
    private readonly ServerInventory _model;
    private readonly TokenCounts _counts;
    private readonly ServerTokenizer? _tokenizer;
    private long _countingFailed;
    private volatile bool _refusesGrammar;

    private ServerChatEngine(
        HttpClient http, ServerAddress address, ServerInventory model, ServerTokenizer? tokenizer, TokenCounts counts, ChatEngineOptions options, int retries, Action<string> lost)
    {
        (_tokenizer, _counts) = (tokenizer, counts);
        (_http, _address, _model, _options, _lost) = (http, address, model, options, lost);
        Name = model.Name;
        Parallel = options.Parallel > 0 ? options.Parallel : DefaultParallel;
        ContextTokens = Math.Min(
            options.ContextTokens > 0 ? options.ContextTokens : model.ContextTokens ?? DefaultContextTokens,
            model.ContextTokens ?? int.MaxValue);
        var client = new OpenAIClient(
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
            new OpenAIClientOptions
            {
                Endpoint = address.Api,
                Transport = new HttpClientPipelineTransport(http),
                // It tries again until the head of the answer has come, never after the first word.
                RetryPolicy = new ClientRetryPolicy(retries),
                NetworkTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            });
        _client = client.GetChatClient(model.Name).AsIChatClient();
    }

    public string Name { get; }

    public int ContextTokens { get; }

    public int Parallel { get; }

    /// <summary>Looks for the server and its model.</summary>
    /// <param name="options">Key, limits.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="wanted">Name of the model; null takes the first.</param>
    /// <param name="retries">Further tries before the first word.</param>
    /// <param name="counts">Where it keeps what it counted.</param>
    /// <param name="lost">Told, with the reason, when the server cannot be reached any more.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ChatUnavailableException">It cannot be used; the message says why.</exception>
    public static async Task<ServerChatEngine> ConnectAsync(
        ChatEngineOptions options, ServerAddress address, string? wanted, int retries, TokenCounts counts, Action<string> lost, CancellationToken cancellationToken)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestList,
        };
        try
        {
            var model = await ServerInventory.AskAsync(http, address, options, wanted, cancellationToken).ConfigureAwait(false);
            var tokenizer = options.CountAtServer ? await ServerTokenizer.FindAsync(http, address, options, model.Name, cancellationToken).ConfigureAwait(false) : null;
            return new ServerChatEngine(http, address, model, tokenizer, counts, options, retries, lost);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Whether it still offers what it was connected for.</summary>
    /// <exception cref="ChatUnavailableException">It does not answer, or not as it should.</exception>
    public async Task<bool> StillOffersAsync(CancellationToken cancellationToken) =>
        await ServerInventory.AskAsync(_http, _address, _options, Name, cancellationToken).ConfigureAwait(false) == _model;

    /// <summary>It has <c>/tokenize</c>.</summary>
    public bool Counts => _tokenizer is not null;

    public int CountTokens(string text) => _counts.Find(text) ?? TokenEstimate.Of(text);

    public int CountTokens(IEnumerable<ChatMessage> messages) => messages.Sum(message => CountTokens(message.Text) + TokenEstimate.MessageMarks);

    public async Task CountAheadAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var failed = Interlocked.Read(ref _countingFailed);
        if (_tokenizer is null || (failed != 0 && time.GetElapsedTime(failed) < TimeSpan.FromSeconds(_options.ProbeAgainSeconds)))
        {
            return;
        }

        List<string> unknown = [.. texts.Where(text => text.Length > 0 && _counts.Find(text) is null).Distinct()];
        if (unknown.Count == 0)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.CountMilliseconds);
        try
        {
            var counts = await _tokenizer.CountAsync([.. unknown.Select(ControlMarks.Break)], limit.Token).ConfigureAwait(false);
            for (var i = 0; i < unknown.Count; i++)
            {
                _counts.Keep(unknown[i], counts[i]);
            }
        }
        catch (Exception fault) when (ServerTokenizer.IsOther(fault) || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The next questions do not wait for it in vain.
            Interlocked.Exchange(ref _countingFailed, time.GetTimestamp());
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (updates, more) = await BeginAsync([.. ControlMarks.Broken(messages)], options.Clone(), cancellationToken).ConfigureAwait(false);
        await using var _ = updates.ConfigureAwait(false);
        for (var (begun, finished) = (false, false); ;)
        {
            if (!more)
            {
                if (!finished)
                {
                    throw ServerFaults.BrokenOff(_address, null);
                }

                yield break;
            }

            var update = updates.Current;
            begun |= update.Text.Length > 0;
            finished |= update.FinishReason is not null;
            yield return update;
            more = await NextAsync(updates, begun, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // Sends the request, and once more without its grammar when the server does not take that.
    private async Task<(IAsyncEnumerator<ChatResponseUpdate> Updates, bool More)> BeginAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var grammar = OutputGrammar.Take(options);
        var asked = grammar is not null && !_refusesGrammar && GrammarRequest.IsKnown(_model.Owner);
        while (true)
        {
            var under = asked ? grammar : null;
            // Ollama and older servers know OpenAI's former name of the limit only.
            options.RawRepresentationFactory = _ => GrammarRequest.With(WithFormerLimit(options.MaxOutputTokens), under, _model.Owner);
            var updates = _client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                var more = await NextAsync(updates, begun: false, cancellationToken).ConfigureAwait(false);
                _refusesGrammar |= grammar is not null && GrammarRequest.IsKnown(_model.Owner) && !asked;
                return (updates, more);
            }
            catch (Exception fault)
            {
                await updates.DisposeAsync().ConfigureAwait(false);
                if (!asked || fault is not ChatUnavailableException { Trouble: ServerTrouble.Refused })
                {
                    throw;
                }

                asked = false;
            }
        }
    }

    private static ChatCompletionOptions WithFormerLimit(int? tokens)
    {
        var options = new ChatCompletionOptions();
        if (tokens is { } most)
        {
#pragma warning disable SCME0001 // The one way to send a field that the client does not know any more.
            options.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore SCME0001
        }

        return options;
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, bool begun, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && ServerFaults.Of(fault, _address, begun) is not null)
        {
            var shown = ServerFaults.Of(fault, _address, begun)!;
            if (shown.Message == ServerFaults.Silent(_address, null).Message)
            {
                _lost(shown.Message);
            }

            throw shown;
        }
    }
}
