using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>What happens to the best passages of a search once the database is let go: the operator's reranker orders them, and near-duplicates go behind the others.</summary>
public sealed class PassageRefinement(PassageReranker reranker, IOptions<DiversityOptions> diversity)
{
    /// <summary>How many passages it needs to see, whatever was asked for.</summary>
    public int Depth => Math.Max(reranker.Depth, diversity.Value.SameAt <= 1 ? diversity.Value.Among : 0);

    /// <summary>The passages in their order.</summary>
    /// <param name="question">The question's words.</param>
    /// <param name="hits">Best first.</param>
    /// <param name="tuning">What is turned off, and what the reranker counts for; null: as configured.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<IReadOnlyList<PassageHit>> OrderAsync(string question, IReadOnlyList<PassageHit> hits, SearchTuning? tuning, CancellationToken cancellationToken)
    {
        var ordered = tuning is { Reranker: false } ? hits : await reranker.OrderAsync(question, hits, tuning?.RerankerWeight, cancellationToken).ConfigureAwait(false);
        return diversity.Value.SameAt <= 1 && tuning is not { NearDuplicates: false } ? NearDuplicates.PutBehind(ordered, diversity.Value) : ordered;
    }
}
