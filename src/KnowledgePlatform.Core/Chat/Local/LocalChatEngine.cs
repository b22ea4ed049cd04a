using System.Runtime.CompilerServices;
using System.Text;
using KnowledgePlatform.Core.Processes;
using LLama;
using LLama.Common;
using LLama.Native;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>llama.cpp in this process, by LLamaSharp. One computation at a time (the library's rule); several answers take turns token by token.</summary>
internal sealed class LocalChatEngine : IChatEngine
{
    private const int DefaultContextTokens = 4096;

    // Tokens of a prompt that are computed in one go: between two a request can be cancelled and another answer gets its turn. 64 cost no more than 512 (docs/chat.md).
    private const int PromptStep = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly LLamaWeights _weights;
    private readonly ContextPool _contexts;
    private readonly LocalPrompt _prompt;

    private LocalChatEngine(string name, LLamaWeights weights, ModelParams parameters, int parallel)
    {
        (Name, ContextTokens, Parallel) = (name, (int)parameters.ContextSize!.Value, parallel);
        _weights = weights;
        _prompt = new LocalPrompt(weights);
        _contexts = new ContextPool(weights, parameters, parallel);
    }

    public string Name { get; }

    public int ContextTokens { get; }

    public int Parallel { get; }

    /// <summary>Checks the file by the manifest, against the memory and by a trial load in a child process, then loads it.</summary>
    /// <exception cref="ChatUnavailableException">It cannot be used; the message says why.</exception>
    public static async Task<LocalChatEngine> LoadAsync(ChatEngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var file = await LocalModelFile.FindAsync(options, cancellationToken).ConfigureAwait(false);
        var parallel = options.Parallel > 0 ? options.Parallel : 1;
        var wanted = options.ContextTokens > 0 ? options.ContextTokens : DefaultContextTokens;
        var verdict = await LocalModelCheck.PassAsync(file, options, wanted, parallel, logger, cancellationToken).ConfigureAwait(false);
        NativeLog.SendTo(logger);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var parameters = new ModelParams(file.Path)
        {
            ContextSize = (uint)(verdict.TrainedTokens > 0 ? Math.Min(wanted, verdict.TrainedTokens) : wanted),
            BatchSize = PromptStep,
            UBatchSize = PromptStep,
            GpuLayerCount = options.GpuLayers,
            Threads = threads,
            BatchThreads = threads,
        };
        LLamaWeights? weights = null;
        try
        {
            AmxGuard.Stand();
            weights = await LLamaWeights.LoadFromFileAsync(parameters, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => new LocalChatEngine(file.Name, weights, parameters, parallel), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            weights?.Dispose();
            throw fault is ChatUnavailableException ? fault : new ChatUnavailableException($"The model {file.Path} cannot be loaded: {fault.Message}", fault);
        }
    }

    public int CountTokens(string text) => _prompt.Count(text);

    public int CountTokens(IEnumerable<ChatMessage> messages) => _prompt.Tokenize(messages).Length;

    public async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var most = options.MaxOutputTokens ?? ContextTokens;
        var stop = new StopText(options.StopSequences);
        var finish = ChatFinishReason.Length;
        var written = 0;
        var prompt = await Task.Run(() => _prompt.Tokenize(messages), cancellationToken).ConfigureAwait(false);
        var context = await _contexts.RentAsync(cancellationToken).ConfigureAwait(false);
        using var sampling = Sampling.For(options);
        try
        {
            var batch = new LLamaBatch();
            var decoder = new StreamingTokenDecoder(Encoding.UTF8, _weights);
            await ReadAsync(context, batch, prompt, cancellationToken).ConfigureAwait(false);
            for (var at = prompt.Length; written < most && at < ContextTokens; at++)
            {
                var token = sampling.Sample(context.NativeHandle, batch.TokenCount - 1);
                if (token.IsEndOfGeneration(_weights.Vocab))
                {
                    finish = ChatFinishReason.Stop;
                    break;
                }

                written++;
                decoder.Add(token);
                if (stop.Take(decoder.Read()) is { Length: > 0 } text)
                {
                    yield return Update(text);
                }

                if (stop.IsMet)
                {
                    finish = ChatFinishReason.Stop;
                    break;
                }

                batch.Clear();
                batch.Add(token, at, LLamaSeqId.Zero, logits: true);
                await DecodeAsync(context, batch, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _contexts.Return(context);
        }

        if (stop.Rest() is { Length: > 0 } rest)
        {
            yield return Update(rest);
        }

        var usage = new UsageDetails { InputTokenCount = prompt.Length, OutputTokenCount = written, TotalTokenCount = prompt.Length + written };
        var last = Update("");
        (last.Contents, last.FinishReason) = ([new UsageContent(usage)], finish);
        yield return last;

        ChatResponseUpdate Update(string text) => new(ChatRole.Assistant, text) { ModelId = Name, MessageId = id, ResponseId = id };
    }

    public async ValueTask DisposeAsync()
    {
        // An answer that nobody reads to its end keeps its context; the process is ending anyway.
        if (await _contexts.AllBackAsync(Patience).ConfigureAwait(false))
        {
            _contexts.Dispose();
            _weights.Dispose();
        }
    }

    private static async Task ReadAsync(LLamaContext context, LLamaBatch batch, LLamaToken[] prompt, CancellationToken cancellationToken)
    {
        for (var at = 0; at < prompt.Length; at += PromptStep)
        {
            var step = prompt.AsMemory(at, Math.Min(PromptStep, prompt.Length - at));
            batch.Clear();
            batch.AddRange(step.Span, at, LLamaSeqId.Zero, logitsLast: at + step.Length == prompt.Length);
            await DecodeAsync(context, batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DecodeAsync(LLamaContext context, LLamaBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = await context.DecodeAsync(batch, cancellationToken).ConfigureAwait(false);
        if (result != DecodeResult.Ok)
        {
            throw new ChatUnavailableException($"The model could not go on computing ({result}).");
        }
    }
}
