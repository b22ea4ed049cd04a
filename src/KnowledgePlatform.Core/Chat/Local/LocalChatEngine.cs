using System.Runtime.CompilerServices;
using KnowledgePlatform.Core.Processes;
using LLama;
using LLama.Common;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>llama.cpp in this process, by LLamaSharp. Several answers are written at once, by one <see cref="InferenceLoop"/>.</summary>
internal sealed class LocalChatEngine : IChatEngine
{
    private const int DefaultContextTokens = 4096;

    // Sequences of llama.cpp are numbered up to 255.
    private const int MostParallel = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly LLamaWeights _weights;
    private readonly InferenceLoop _loop;
    private readonly LocalPrompt _prompt;

    private LocalChatEngine(string name, LLamaWeights weights, ModelParams parameters, int parallel, int kept)
    {
        (Name, ContextTokens, Parallel) = (name, (int)parameters.ContextSize!.Value, parallel);
        _weights = weights;
        _prompt = new LocalPrompt(weights);
        _loop = new InferenceLoop(weights, parameters, parallel, kept);
    }

    public string Name { get; }

    public int ContextTokens { get; }

    public int Parallel { get; }

    /// <summary>Checks the file by the manifest, against the memory and by a trial load in a child process, then loads it.</summary>
    /// <exception cref="ChatUnavailableException">It cannot be used; the message says why.</exception>
    public static async Task<LocalChatEngine> LoadAsync(ChatEngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (options.Parallel > MostParallel)
        {
            throw new ChatUnavailableException($"In process at most {MostParallel} answers are written at once (Chat:Parallel).");
        }

        var file = await LocalModelFile.FindAsync(options, cancellationToken).ConfigureAwait(false);
        var wanted = options.ContextTokens > 0 ? options.ContextTokens : DefaultContextTokens;
        var (verdict, parallel) = await LocalModelCheck.PassAsync(file, options, wanted, logger, cancellationToken).ConfigureAwait(false);
        NativeLog.SendTo(logger);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var parameters = new ModelParams(file.Path)
        {
            ContextSize = (uint)(verdict.TrainedTokens > 0 ? Math.Min(wanted, verdict.TrainedTokens) : wanted),
            GpuLayerCount = options.GpuLayers,
            Threads = threads,
            BatchThreads = threads,
        };
        LLamaWeights? weights = null;
        try
        {
            AmxGuard.Stand();
            weights = await LLamaWeights.LoadFromFileAsync(parameters, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => new LocalChatEngine(file.Name, weights, parameters, parallel, options.KeptPrompts), cancellationToken).ConfigureAwait(false);
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
        var prompt = await Task.Run(() => _prompt.Tokenize(messages), cancellationToken).ConfigureAwait(false);
        using var answer = new LocalAnswer(_weights, prompt, options, cancellationToken);
        _loop.Add(answer);
        await foreach (var text in answer.Pieces.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            // Of what lies there already nothing more is shown either.
            cancellationToken.ThrowIfCancellationRequested();
            yield return Update(text);
        }

        var usage = new UsageDetails
        {
            InputTokenCount = prompt.Length, CachedInputTokenCount = answer.Reused, OutputTokenCount = answer.Written, TotalTokenCount = prompt.Length + answer.Written,
        };
        var last = Update("");
        (last.Contents, last.FinishReason) = ([new UsageContent(usage)], answer.Finish);
        yield return last;

        ChatResponseUpdate Update(string text) => new(ChatRole.Assistant, text) { ModelId = Name, MessageId = id, ResponseId = id };
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _loop.CloseAsync().WaitAsync(Patience).ConfigureAwait(false);
            _weights.Dispose();
        }
        catch (TimeoutException)
        {
            // A computation that takes so long keeps what it needs; the process is ending anyway.
        }
    }
}
