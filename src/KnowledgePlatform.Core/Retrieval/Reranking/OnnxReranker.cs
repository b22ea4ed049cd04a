using KnowledgePlatform.Core.Processes;
using Microsoft.ML.OnnxRuntime;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>
/// A cross-encoder by ONNX Runtime in this process: inputs <c>input_ids</c>, <c>attention_mask</c> and, where the model wants them, <c>token_type_ids</c> (int64, pairs x tokens);
/// its first output is one number a pair, or two of which the second speaks for the passage.
/// </summary>
internal sealed class OnnxReranker : IReranker
{
    private readonly InferenceSession _session;
    private readonly PairTokenizer _tokenizer;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly int _threads;
    private readonly int _maxTokens;

    /// <summary>Loads the folder, which takes seconds for a large model.</summary>
    /// <exception cref="RerankerException">A file is missing, or not what it should be.</exception>
    public OnnxReranker(RerankerOptions options)
    {
        (_threads, _maxTokens) = (options.Threads > 0 ? options.Threads : Environment.ProcessorCount, options.MaxTokens);
        try
        {
            _tokenizer = PairTokenizer.Load(options.Folder);
            AmxGuard.Stand();
            // One processor a run, as embeddings have it: pairs are computed beside each other.
            using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
            _session = new InferenceSession(Path.Combine(options.Folder, "model.onnx"), settings);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new RerankerException($"the folder {options.Folder} (Retrieval:Reranker:Folder) cannot be loaded: {fault.Message}", fault);
        }

        _inputs = [.. _session.InputNames];
        _outputs = [_session.OutputNames[0]];
        if (Array.Find(_inputs, name => name is not ("input_ids" or "attention_mask" or "token_type_ids")) is { } strange)
        {
            _session.Dispose();
            throw new RerankerException($"the model in {options.Folder} wants an input \"{strange}\", which no cross-encoder known here has");
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<string> passages, CancellationToken cancellationToken)
    {
        var scores = new double[passages.Count];
        try
        {
            await Parallel.ForAsync(0, passages.Count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, (i, token) =>
            {
                scores[i] = Score(question, passages[i], token);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        catch (OnnxRuntimeException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RerankerException($"the reranker's model failed: {fault.Message}", fault);
        }

        return Array.TrueForAll(scores, double.IsFinite) ? scores : throw new RerankerException("the reranker's model gave something that is no number");
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    private double Score(string question, string passage, CancellationToken cancellationToken)
    {
        var (tokens, before) = _tokenizer.Encode(question, passage, _maxTokens);
        long[] shape = [1, tokens.Length];
        var values = _inputs.Select(name => OrtValue.CreateTensorValueFromMemory(
            name switch
            {
                "input_ids" => Array.ConvertAll(tokens, token => (long)token),
                "attention_mask" => [.. Enumerable.Repeat(1L, tokens.Length)],
                _ => [.. Enumerable.Range(0, tokens.Length).Select(i => i < before ? 0L : 1L)],
            }, shape)).ToList();
        try
        {
            using var run = new RunOptions();
            // A run under way ends within the time of one operation.
            using var ending = cancellationToken.Register(() => run.Terminate = true);
            using var results = _session.Run(run, _inputs, values, _outputs);
            var logits = results[0].GetTensorDataAsSpan<float>();
            return logits.Length switch
            {
                1 => logits[0],
                2 => logits[1] - logits[0],
                _ => throw new RerankerException($"the reranker's model gives {logits.Length} numbers for a pair, not one or two"),
            };
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }
}
