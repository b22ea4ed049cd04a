using KnowledgePlatform.Core.Processes;
using Microsoft.ML.OnnxRuntime;

namespace KnowledgePlatform.Core.CrossEncoding;

/// <summary>
/// A model that reads two texts together, by ONNX Runtime in this process: inputs <c>input_ids</c>, <c>attention_mask</c> and, where the model wants them, <c>token_type_ids</c>
/// (int64, pairs x tokens); its first output is the numbers of a pair. Safe for use by several threads at once.
/// </summary>
internal sealed class CrossEncoder : IDisposable
{
    private readonly InferenceSession _session;
    private readonly PairTokenizer _tokenizer;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly int _threads;
    private readonly int _maxTokens;

    /// <summary>Loads a folder, which takes seconds for a large model.</summary>
    /// <param name="folder">With <c>model.onnx</c> and its tokenizer.</param>
    /// <param name="setting">Name of the option that names the folder, for the operator.</param>
    /// <param name="threads">Pairs computed at the same time; 0 takes every processor.</param>
    /// <param name="maxTokens">Of a pair.</param>
    /// <exception cref="CrossEncoderException">A file is missing, or not what it should be.</exception>
    public CrossEncoder(string folder, string setting, int threads, int maxTokens)
    {
        (_threads, _maxTokens) = (threads > 0 ? threads : Environment.ProcessorCount, maxTokens);
        try
        {
            _tokenizer = PairTokenizer.Load(folder);
            AmxGuard.Stand();
            // One processor a run, as embeddings have it: pairs are computed beside each other.
            using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
            _session = new InferenceSession(Path.Combine(folder, "model.onnx"), settings);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new CrossEncoderException($"the folder {folder} ({setting}) cannot be loaded: {fault.Message}", fault);
        }

        _inputs = [.. _session.InputNames];
        _outputs = [_session.OutputNames[0]];
        if (Array.Find(_inputs, name => name is not ("input_ids" or "attention_mask" or "token_type_ids")) is { } strange)
        {
            _session.Dispose();
            throw new CrossEncoderException($"the model in {folder} ({setting}) wants an input \"{strange}\", which no cross-encoder known here has");
        }
    }

    /// <summary>The numbers of each pair, of which the second text is cut where the two are too long, and of the first at most half of all is kept.</summary>
    /// <exception cref="CrossEncoderException">The model failed, or gave something that is no number.</exception>
    public async Task<float[][]> RunAsync(IReadOnlyList<(string First, string Second)> pairs, CancellationToken cancellationToken) =>
        [.. (await EachAsync(pairs, pair => _tokenizer.Encode(pair.First, pair.Second, _maxTokens), cancellationToken).ConfigureAwait(false)).OfType<float[]>()];

    /// <summary>The numbers of each pair; null for one that is too long.</summary>
    /// <exception cref="CrossEncoderException">The model failed, or gave something that is no number.</exception>
    public Task<float[]?[]> RunWholeAsync(IReadOnlyList<(string First, string Second)> pairs, CancellationToken cancellationToken) =>
        EachAsync(pairs, pair => _tokenizer.EncodeWhole(pair.First, pair.Second, _maxTokens), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    private async Task<float[]?[]> EachAsync(
        IReadOnlyList<(string First, string Second)> pairs, Func<(string First, string Second), (int[] Tokens, int Before)?> encode, CancellationToken cancellationToken)
    {
        var numbers = new float[]?[pairs.Count];
        try
        {
            await Parallel.ForAsync(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, (i, token) =>
            {
                numbers[i] = encode(pairs[i]) is { } pair ? Run(pair.Tokens, pair.Before, token) : null;
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }
        catch (OnnxRuntimeException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CrossEncoderException($"the model failed: {fault.Message}", fault);
        }

        return Array.TrueForAll(numbers, one => one is null || Array.TrueForAll(one, float.IsFinite)) ? numbers : throw new CrossEncoderException("the model gave something that is no number");
    }

    private float[] Run(int[] tokens, int before, CancellationToken cancellationToken)
    {
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
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }
}

/// <summary>A cross-encoder cannot be loaded or gave nothing of use; the message is for the operator and quotes no text that was read.</summary>
internal sealed class CrossEncoderException(string message, Exception? inner = null) : Exception(message, inner);
