namespace KnowledgePlatform.Core.Embeddings.Reembedding;

/// <summary>The models whose vectors are kept, and how far each is.</summary>
/// <param name="InForce">The model that searches use.</param>
/// <param name="Passages">How many passages there are.</param>
/// <param name="Models">The models with vectors of their own; none as long as nothing is embedded anew.</param>
/// <param name="English">How far the second vectors of English passages are; null where there are none.</param>
public sealed record ReembeddingStatus(string InForce, long Passages, IReadOnlyList<KeptVectors> Models, EnglishVectorStatus? English = null);

/// <summary>The vectors of one model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="InForce">Whether searches use it.</param>
/// <param name="Missing">Passages that lack a vector of it.</param>
public sealed record KeptVectors(string Model, bool InForce, long Missing);

/// <summary>How far a run is.</summary>
/// <param name="Done">Passages that have a vector.</param>
/// <param name="Total">Passages in all; those that came in since the run began are not counted.</param>
/// <param name="PerSecond">Passages that this run embedded a second.</param>
public sealed record ReembeddingProgress(long Done, long Total, double PerSecond)
{
    /// <summary>How long it takes yet at this pace; null before that is known.</summary>
    public TimeSpan? Remaining => PerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, Total - Done) / PerSecond) : null;
}
