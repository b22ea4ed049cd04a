using System.Diagnostics;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Models;
using Microsoft.ML.OnnxRuntime;

namespace KnowledgePlatform.Benchmarks;

/// <summary>
/// The embedder beside bare runs of ONNX Runtime on the same token ids, in the same batches, on as many threads. The two take
/// turns on small groups of texts, so that other work on the machine meets both; what is compared is each pair of turns.
/// </summary>
internal static class EmbeddingBenchmark
{
    private const int GroupSize = 40;

    internal sealed record Report(
        string Texts, int Count, double MeanTokens, int Threads, int Pairs, double EmbedderTextsPerSecond, double RawTextsPerSecond,
        double Ratio, double EmbedderCpuMsPerText, double RawCpuMsPerText, double CpuRatio, double OneQueryMs, double LoadSeconds, long WorkingSetMb);

    public static async Task<Report> RunAsync(Passages passages, int rounds)
    {
        var options = new EmbeddingOptions();
        var watch = Stopwatch.StartNew();
        using var generator = new OnnxEmbeddingGenerator(options);
        var load = watch.Elapsed.TotalSeconds;
        var embedder = new Embedder(generator, options);
        var groups = Enumerable.Range(0, Math.Max(1, passages.Texts.Count / GroupSize))
            .Select(g => passages.Texts.Where((_, i) => i % Math.Max(1, passages.Texts.Count / GroupSize) == g).ToArray()).ToArray();
        using var raw = new RawRuns(options, groups.Select(g => g.Select(t => generator.Tokenizer.Encode(options.PassagePrefix + t, options.MaxTokens)).ToArray()));

        var (ours, theirs) = (new List<Turn>(), new List<Turn>());
        for (var round = -1; round < rounds; round++)
        {
            for (var g = 0; g < groups.Length; g++)
            {
                var group = groups[g];
                async Task<Turn> Ours() => await TurnAsync(group.Length, () => embedder.EmbedPassagesAsync(group, CancellationToken.None));
                async Task<Turn> Theirs() => await TurnAsync(group.Length, () => raw.RunAsync(g));
                var (a, b) = ((round + g) % 2 == 0) ? (await Ours(), await Theirs()) : Swap(await Theirs(), await Ours());
                if (round >= 0)
                {
                    ours.Add(a);
                    theirs.Add(b);
                }
            }
        }

        var query = await QueryAsync(embedder);
        return new Report(
            passages.Source, passages.Texts.Count, Round(raw.MeanTokens), Environment.ProcessorCount, ours.Count,
            Round(Median(ours.Select(t => t.Texts / t.Seconds))), Round(Median(theirs.Select(t => t.Texts / t.Seconds))),
            Round(Median(ours.Zip(theirs, (a, b) => b.Seconds / a.Seconds))),
            Round(Median(ours.Select(t => t.CpuMs / t.Texts))), Round(Median(theirs.Select(t => t.CpuMs / t.Texts))),
            Round(Median(ours.Zip(theirs, (a, b) => b.CpuMs / a.CpuMs))), Round(query), Round(load), Environment.WorkingSet >> 20);
    }

    private static (Turn A, Turn B) Swap(Turn b, Turn a) => (a, b);

    private static async Task<Turn> TurnAsync(int texts, Func<Task> run)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await run();
        return new Turn(texts, watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private static async Task<double> QueryAsync(Embedder embedder)
    {
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var watch = Stopwatch.StartNew();
            await embedder.EmbedQueryAsync($"How many days of notice does clause {i} ask of the tenant?", CancellationToken.None);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(times);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Round(double value) => Math.Round(value, 3);

    private sealed record Turn(int Texts, double Seconds, double CpuMs);

    /// <summary>Only what no program can do without: ONNX Runtime's own Run on tensors that are ready.</summary>
    private sealed class RawRuns : IDisposable
    {
        private static readonly string[] Inputs = ["input_ids", "attention_mask"];
        private readonly InferenceSession _session;
        private readonly OrtValue[][][] _groups;

        public RawRuns(EmbeddingOptions options, IEnumerable<int[][]> groups)
        {
            using var session = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
            var manifest = ModelManifest.Load(ModelManifest.FindFolder(AppContext.BaseDirectory)!);
            _session = new InferenceSession(manifest.PathOf(options.Model, ".onnx"), session);
            var tokens = groups.ToArray();
            MeanTokens = tokens.SelectMany(g => g).Average(t => t.Length);
            _groups = [.. tokens.Select(g => g.OrderByDescending(t => t.Length).Select(Tensors).ToArray())];
        }

        public double MeanTokens { get; }

        public void Dispose()
        {
            foreach (var value in _groups.SelectMany(g => g).SelectMany(t => t))
            {
                value.Dispose();
            }

            _session.Dispose();
        }

        public Task RunAsync(int group)
        {
            var next = -1;
            return Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
            {
                int i;
                using var run = new RunOptions();
                while ((i = Interlocked.Increment(ref next)) < _groups[group].Length)
                {
                    _session.Run(run, Inputs, _groups[group][i], _session.OutputNames).Dispose();
                }
            })));
        }

        private static OrtValue[] Tensors(int[] tokens)
        {
            long[] shape = [1, tokens.Length];
            return
            [
                OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tokens, t => (long)t), shape),
                OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, tokens.Length).ToArray(), shape),
            ];
        }
    }
}
