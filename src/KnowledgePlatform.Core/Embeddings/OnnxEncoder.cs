using System.Numerics.Tensors;
using KnowledgePlatform.Core.Processes;
using Microsoft.ML.OnnxRuntime;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// A BERT-like ONNX model: inputs <c>input_ids</c> and <c>attention_mask</c> (int64, texts x tokens), output the last hidden state
/// (float, texts x tokens x dimensions). A text's vector is the mean over its tokens, brought to length 1.
/// </summary>
internal sealed class OnnxEncoder : IDisposable
{
    private const long Padding = 1;
    private static readonly string[] Inputs = ["input_ids", "attention_mask"];
    private readonly InferenceSession _session;
    private readonly string[] _outputs;

    public OnnxEncoder(string path)
    {
        AmxGuard.Stand();
        // One processor a run: measured on 2 cores, two runs beside each other give 47 passages a second, one run over both 36.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
        _session = new InferenceSession(path, options);
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
        using var run = new RunOptions();
        using var results = _session.Run(run, Inputs, [idsValue, maskValue], _outputs);
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
        for (var at = 0; at < hidden.Length; at += Dimensions)
        {
            TensorPrimitives.Add(sum, hidden.Slice(at, Dimensions), sum);
        }

        // The mean's divisor falls out when the vector is brought to length 1.
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }
}
