using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using LLama.Sampling;

namespace KnowledgePlatform.ModelProbe;

/// <summary>What was found.</summary>
internal sealed record Finding(string? Reason, int TrainedTokens, long ContextBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Finding))]
internal sealed partial class FindingJson : JsonSerializerContext;

/// <summary>Loads the weights, fills the template, makes a context and computes one token, as an answer would.</summary>
internal sealed class Trial(string path, int contextTokens, long memoryBytes, int gpuLayers, int threads)
{
    private const int HalfFloat = 2;

    // As the portal reads prompts.
    private const int BatchTokens = 64;

    public Finding Run(ErrorLog log)
    {
        try
        {
            var parameters = new ModelParams(path) { GpuLayerCount = gpuLayers, Threads = threads > 0 ? threads : null, BatchSize = BatchTokens, UBatchSize = BatchTokens };
            using var weights = LLamaWeights.LoadFromFile(parameters);
            var trained = weights.ContextSize;
            parameters.ContextSize = (uint)(trained > 0 ? Math.Min(contextTokens, trained) : contextTokens);
            var computed = ContextBytes(weights, (int)parameters.ContextSize.Value);
            if (gpuLayers == 0 && new FileInfo(path).Length + computed > memoryBytes)
            {
                // The parent names the numbers.
                return new Finding("it is too big for the memory", trained, computed);
            }

            var measured = ComputeOneToken(weights, parameters, FillTemplate(weights));
            return new Finding(null, trained, Math.Max(computed, measured));
        }
        catch (LoadWeightsFailedException)
        {
            return Bad(log.First is null ? "llama.cpp cannot load it" : $"llama.cpp says: {log.First}");
        }
        catch (Exception fault) when (fault is MissingTemplateException or TemplateNotFoundException)
        {
            return Bad("it has no chat template that llama.cpp knows: it is not a model for chat");
        }
        catch (RuntimeError fault)
        {
            return Bad(log.First ?? fault.Message);
        }
    }

    private static Finding Bad(string reason) => new(reason.TrimEnd('.'), 0, 0);

    private static LLamaToken[] FillTemplate(LLamaWeights weights)
    {
        var filled = new LLamaTemplate(weights.NativeHandle.GetTemplate()) { AddAssistant = true }.Add("system", "a").Add("user", "b").Apply();
        return weights.Tokenize(Encoding.UTF8.GetString(filled), add_bos: true, special: true, Encoding.UTF8);
    }

    // Keys and values of every token in every layer. The compute buffers come on top: the measurement has them.
    private static long ContextBytes(LLamaWeights weights, int tokens)
    {
        var model = weights.NativeHandle;
        var perHead = model.EmbeddingSize / Math.Max(1, model.HeadCount);
        var architecture = weights.Metadata.GetValueOrDefault("general.architecture", "llama");
        long Length(string what) => weights.Metadata.TryGetValue($"{architecture}.attention.{what}_length", out var text)
            && long.TryParse(text, CultureInfo.InvariantCulture, out var length) ? length : perHead;
        return (long)model.LayerCount * model.KVHeadCount * (Length("key") + Length("value")) * tokens * HalfFloat;
    }

    private static long ComputeOneToken(LLamaWeights weights, ModelParams parameters, LLamaToken[] prompt)
    {
        var before = AnonymousBytes();
        using var context = weights.CreateContext(parameters);
        if (context.NativeHandle.IsInvalid)
        {
            throw new RuntimeError("it cannot make a context");
        }

        var batch = new LLamaBatch();
        batch.AddRange(prompt.AsSpan(0, Math.Min(prompt.Length, BatchTokens)), 0, LLamaSeqId.Zero, logitsLast: true);
        var result = context.Decode(batch);
        if (result != DecodeResult.Ok)
        {
            throw new RuntimeError($"it cannot compute ({result})");
        }

        using var sampling = new GreedySamplingPipeline();
        sampling.Sample(context.NativeHandle, batch.TokenCount - 1);
        return Math.Max(0, AnonymousBytes() - before);
    }

    private static long AnonymousBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', '\t').First(part => part.Length > 0 && char.IsAsciiDigit(part[0])), CultureInfo.InvariantCulture) * 1024;
    }
}
