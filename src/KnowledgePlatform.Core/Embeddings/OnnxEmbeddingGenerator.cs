using KnowledgePlatform.Core.Models;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// Embeds texts in process by ONNX Runtime. Safe to use from several threads: all callers share one model and
/// <see cref="EmbeddingOptions.Threads"/> runs at a time, and who asks for one text waits for one run of another's, not for all of them.
/// </summary>
public sealed class OnnxEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingOptions _options;
    private readonly OnnxEncoder _encoder;
    private readonly SemaphoreSlim _slots;
    private readonly int _threads;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private int _disposed;

    /// <summary>Loads the model that <paramref name="options"/> names, which takes some 0.5 s.</summary>
    /// <exception cref="ModelFileException">Its files are missing or ONNX Runtime cannot read them.</exception>
    public OnnxEmbeddingGenerator(EmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var manifest = Manifest(options, options.Model);
        Tokenizer = Read(TokenizerOf(manifest, options.Model), EmbeddingTokenizer.Load);
        _encoder = Read(manifest.PathOf(options.Model, ".onnx"), path => new OnnxEncoder(path, options.Pooling));
        _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        _slots = new SemaphoreSlim(_threads);
        _metadata = new EmbeddingGeneratorMetadata("onnxruntime", null, options.Model, _encoder.Dimensions);
    }

    /// <summary>The model's tokenizer, also used to measure chunks.</summary>
    public EmbeddingTokenizer Tokenizer { get; }

    /// <summary>Embeds <paramref name="values"/> as they are, without a prefix; the results have the order of the texts and length 1.</summary>
    /// <param name="values">Texts of any length; of each the first <see cref="EmbeddingOptions.MaxTokens"/> tokens count.</param>
    /// <param name="options">Not looked at: the model is the one that was loaded.</param>
    /// <param name="cancellationToken">Stops before the next run of the model.</param>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var texts = values.ToArray();
        var tokens = new int[texts.Length][];
        await ShareAsync(texts.Length, i => tokens[i] = Tokenizer.Encode(texts[i], _options.MaxTokens), cancellationToken).ConfigureAwait(false);

        var vectors = new float[texts.Length][];
        var batches = EmbeddingBatch.Plan(Array.ConvertAll(tokens, t => t.Length), _options.BatchTokens);
        await ShareAsync(batches.Count, i => _encoder.Run(batches[i], tokens, vectors), cancellationToken).ConfigureAwait(false);

        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(v => new Embedding<float>(v) { ModelId = _options.Model }))
        {
            Usage = new UsageDetails { InputTokenCount = tokens.Sum(t => (long)t.Length), TotalTokenCount = tokens.Sum(t => (long)t.Length) },
        };
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(EmbeddingTokenizer) ? Tokenizer
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Waits for the runs under way, then frees the model.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Native memory must not go while a run reads it.
        for (var i = 0; i < _threads; i++)
        {
            _slots.Wait();
        }

        _encoder.Dispose();
        _slots.Release(_threads);
    }

    /// <summary>Looks for a model's files without reading them.</summary>
    /// <exception cref="ModelFileException">One is not listed, or not there.</exception>
    internal static void Require(EmbeddingOptions options, string model)
    {
        var manifest = Manifest(options, model);
        foreach (var path in new[] { TokenizerOf(manifest, model), manifest.PathOf(model, ".onnx") }.Where(path => !File.Exists(path)))
        {
            throw new ModelFileException($"Model file {path} is missing.");
        }
    }

    /// <summary>The list that names a model: that of the models which ship, or else that of those which were fetched.</summary>
    /// <exception cref="ModelFileException">There is no list of the models that ship, or one cannot be read.</exception>
    internal static ModelManifest Manifest(EmbeddingOptions options, string model)
    {
        var shipped = ModelManifest.Load(options.ModelsFolder ?? ModelManifest.FindFolder(AppContext.BaseDirectory)
            ?? throw new ModelFileException("No deploy/models folder was found; set Embeddings:ModelsFolder to the folder that holds manifest.json."));
        return shipped.Files.All(file => file.Model != model) && options.FetchedFolder is { } folder && File.Exists(Path.Combine(folder, ModelManifest.FileName))
            && ModelManifest.Load(folder) is { } fetched && fetched.Files.Any(file => file.Model == model) ? fetched : shipped;
    }

    private static string TokenizerOf(ModelManifest manifest, string model) =>
        manifest.Files.FirstOrDefault(file => file.Model == model && Path.GetFileName(file.Path) == EmbeddingTokenizer.Vocabulary) is { } words
            ? Path.Combine(manifest.Folder, words.Path)
            : manifest.PathOf(model, ".model");

    private static T Read<T>(string path, Func<string, T> load)
    {
        try
        {
            return load(path);
        }
        catch (Exception e) when (e is not ModelFileException)
        {
            throw new ModelFileException($"Model file {path} cannot be read: {e.Message}", e);
        }
    }

    // Workers take the next piece of work when they have a slot: a slot is held for one piece, never for a caller's whole list.
    private async Task ShareAsync(int count, Action<int> work, CancellationToken cancellationToken)
    {
        var next = -1;
        var failed = false;

        async Task WorkAsync()
        {
            int i;
            while (!Volatile.Read(ref failed) && (i = Interlocked.Increment(ref next)) < count)
            {
                await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    ObjectDisposedException.ThrowIf(_disposed != 0, this);
                    work(i);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
                finally
                {
                    _slots.Release();
                }
            }
        }

        var workers = Enumerable.Range(0, Math.Min(_threads, count)).Select(_ => Task.Run(WorkAsync, cancellationToken)).ToArray();
        await Task.WhenAll(workers).ConfigureAwait(false);
    }
}
