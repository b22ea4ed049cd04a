using System.Numerics.Tensors;
using KnowledgePlatform.Core.Processes;
using Microsoft.ML.OnnxRuntime;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// A BERT-like ONNX model: inputs <c>input_ids</c>, <c>attention_mask</c> and, where the model wants them, <c>token_type_ids</c> (int64, texts x tokens), first output the
/// last hidden state (float, texts x tokens x dimensions). A text's vector is made of those of its tokens (<see cref="EmbeddingPooling"/>) and brought to length 1.
/// </summary>
internal sealed class OnnxEncoder : IDisposable
{
    private const long Padding = 1; // Any id does: the mask leaves it out.
    private const string Kinds = "token_type_ids";
    private readonly EmbeddingPooling _pooling;
    private readonly string[] _inputs;
    private readonly InferenceSession _session;
    private readonly string[] _outputs;

    public OnnxEncoder(string path, EmbeddingPooling pooling = EmbeddingPooling.Mean)
    {
        _pooling = pooling;
        AmxGuard.Stand();
        // One processor a run: measured on 2 cores, two runs beside each other give 47 passages a second, one run over both 36.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
        _session = new InferenceSession(path, options);
        _inputs = _session.InputNames.Contains(Kinds) ? ["input_ids", "attention_mask", Kinds] : ["input_ids", "attention_mask"];
        _outputs = [_session.OutputNames[0]];
        Dimensions = _session.OutputMetadata[_outputs[0]].Dimensions[^1];
    }

    public int Dimensions { get; }

    public void Dispose() => _session.Dispose();

    /// <summary>Runs the texts of <paramref name="batch"/> and writes each vector to its place in <paramref name="vectors"/>.</summary>
    public void Run(EmbeddingBatch batch, IReadOnlyList<int[]> tokens, float[][] vectors)
    {
        var (count, longest) = (batch.Indexes.Count, batch.Longest);
        var ids = new long[count * longest];
        var mask = new long[count * longest];
        Array.Fill(ids, Padding);
        for (var row = 0; row < count; row++)
        {
            var text = tokens[batch.Indexes[row]];
            for (var i = 0; i < text.Length; i++)
            {
                ids[(row * longest) + i] = text[i];
                mask[(row * longest) + i] = 1;
            }
        }

        long[] shape = [count, longest];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        // One text alone is all of the first kind.
        using var kindsValue = OrtValue.CreateTensorValueFromMemory(new long[count * longest], shape);
        using var run = new RunOptions();
        using var results = _session.Run(run, _inputs, _inputs.Length == 2 ? [idsValue, maskValue] : [idsValue, maskValue, kindsValue], _outputs);
        var hidden = results[0].GetTensorDataAsSpan<float>();
        for (var row = 0; row < count; row++)
        {
            var index = batch.Indexes[row];
            vectors[index] = Pool(hidden.Slice(row * longest * Dimensions, tokens[index].Length * Dimensions));
        }
    }

    private float[] Pool(ReadOnlySpan<float> hidden)
    {
        var sum = new float[Dimensions];
        var end = _pooling == EmbeddingPooling.FirstToken ? Dimensions : hidden.Length;
        for (var at = 0; at < end; at += Dimensions)
        {
            TensorPrimitives.Add(sum, hidden.Slice(at, Dimensions), sum);
        }

        // The mean's divisor falls out when the vector is brought to length 1.
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }
}
