using KnowledgePlatform.Core.Ingestion;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// The embedding models of this process: the one that is set, and the one that it is being changed to (<c>Embeddings:Next</c>), which is loaded when it is first needed.
/// The database says which of them is in force once passages were embedded anew; before that the setting does. Safe to use from several threads.
/// </summary>
public sealed class Embedders
{
    private readonly Lazy<Embedder>? _next;
    private readonly Lazy<Embedder>? _english;
    private readonly ILogger _logger;
    private Embedder _latest;
    private string? _unknown;

    /// <summary>One model, and maybe the next.</summary>
    /// <param name="configured">The model that is set.</param>
    /// <param name="nextModel">Name of the next one, or null.</param>
    /// <param name="loadNext">Loads it, when it is first needed.</param>
    /// <param name="logger">Told when a model is in force that this process does not have.</param>
    /// <param name="englishModel">Name of the model that English passages are embedded by as well, or null.</param>
    /// <param name="loadEnglish">Loads it, when it is first needed.</param>
    public Embedders(
        Embedder configured, string? nextModel = null, Func<Embedder>? loadNext = null, ILogger<Embedders>? logger = null, string? englishModel = null, Func<Embedder>? loadEnglish = null)
    {
        ArgumentNullException.ThrowIfNull(configured);
        (Configured, _latest, NextModel, _logger) = (configured, configured, nextModel, logger ?? NullLogger<Embedders>.Instance);
        _next = nextModel is null ? null : new Lazy<Embedder>(
            loadNext ?? throw new ArgumentNullException(nameof(loadNext)), LazyThreadSafetyMode.PublicationOnly); // What failed once, for want of memory say, is tried again.
        EnglishModel = englishModel;
        _english = englishModel is null ? null : new Lazy<Embedder>(loadEnglish ?? throw new ArgumentNullException(nameof(loadEnglish)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The model that is set by <c>Embeddings:Model</c>.</summary>
    public Embedder Configured { get; }

    /// <summary>Name of the model that is set by <c>Embeddings:Next:Model</c>; null when none is.</summary>
    public string? NextModel { get; }

    /// <summary>Name of the model that English passages are embedded by as well; null when this process has none.</summary>
    public string? EnglishModel { get; }

    /// <summary>That model, or null.</summary>
    public Embedder? English => _english?.Value;

    /// <summary>The one that the last search of this process used; the one that is set before any search.</summary>
    public Embedder Latest => Volatile.Read(ref _latest);

    /// <summary>The model of this name, or null when this process does not have it.</summary>
    public Embedder? Find(string model) => model == Configured.Model ? Configured : model == NextModel ? _next!.Value : null;

    /// <summary>
    /// What a question is embedded by. A process that does not have the model in force goes on with its own, whose vectors are compared as long as they are kept: an answer is
    /// better than none.
    /// </summary>
    /// <param name="inForce">The model that the database names; null when it names none.</param>
    internal Embedder ForSearch(string? inForce)
    {
        var found = inForce is null ? Configured : Find(inForce);
        if (found is null && Interlocked.Exchange(ref _unknown, inForce) != inForce)
        {
            Log.ModelInForceIsMissing(_logger, inForce!, Configured.Model);
        }

        Volatile.Write(ref _latest, found ?? Configured);
        return found ?? Configured;
    }

    /// <summary>What passages are embedded by: the model in force and no other, since what is written stays.</summary>
    /// <param name="inForce">The model that the database names; null when it names none.</param>
    /// <exception cref="InvalidOperationException">This process does not have it.</exception>
    internal Embedder ForIngestion(string? inForce) => inForce is null ? Configured : Find(inForce) ?? throw new ModelMissingException(
        $"the embedding model in force is '{inForce}', which this process does not have: set Embeddings:Model (or Embeddings:Next:Model) to it");
}
