using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>What administrators may change of a search while the platform runs; the rest is configuration. See <see cref="RetrievalOptions"/> for what the numbers mean.</summary>
public sealed record SearchTuning
{
    /// <summary>As <see cref="RetrievalOptions.LexicalWeight"/>.</summary>
    [Range(0.0, 1.0)]
    public double LexicalWeight { get; init; } = 0.5;

    /// <summary>As <see cref="RetrievalOptions.NeighbourWeight"/>.</summary>
    [Range(0.0, 1.0)]
    public double NeighbourWeight { get; init; } = 0.3;

    /// <summary>As <see cref="RetrievalOptions.Neighbours"/>.</summary>
    [Range(1, 100)]
    public int Neighbours { get; init; } = 5;

    /// <summary>As <see cref="RetrievalOptions.NamedDocumentWeight"/>.</summary>
    [Range(0.0, 1.0)]
    public double NamedDocumentWeight { get; init; } = 0.4;

    /// <summary>As <see cref="RetrievalOptions.LeastTitleShare"/>.</summary>
    [Range(0.0, 1.0)]
    public double LeastTitleShare { get; init; } = 0.6;

    /// <summary>Whether lists of synonyms add to questions.</summary>
    public bool Synonyms { get; init; } = true;

    /// <summary>Whether passages that say nearly the same as a better one are put behind.</summary>
    public bool NearDuplicates { get; init; } = true;

    /// <summary>Whether the operator's reranker is asked, where there is one.</summary>
    public bool Reranker { get; init; } = true;

    /// <summary>As <see cref="RerankerOptions.Weight"/>.</summary>
    [Range(0.0, 1.0)]
    public double RerankerWeight { get; init; } = 0.7;

    /// <summary>What the configuration says.</summary>
    internal static SearchTuning Of(RetrievalOptions retrieval, SynonymOptions synonyms, DiversityOptions diversity, RerankerOptions reranker) => new()
    {
        LexicalWeight = retrieval.LexicalWeight, NeighbourWeight = retrieval.NeighbourWeight, Neighbours = retrieval.Neighbours,
        NamedDocumentWeight = retrieval.NamedDocumentWeight, LeastTitleShare = retrieval.LeastTitleShare, Synonyms = synonyms.MaxAddedWords > 0,
        NearDuplicates = diversity is { SameAt: <= 1, Among: > 0 }, Reranker = true, RerankerWeight = reranker.Weight,
    };

    /// <summary>The options with these values.</summary>
    internal RetrievalOptions Over(RetrievalOptions configured) => configured with
    {
        LexicalWeight = LexicalWeight, NeighbourWeight = NeighbourWeight, Neighbours = Neighbours, NamedDocumentWeight = NamedDocumentWeight, LeastTitleShare = LeastTitleShare,
    };

    /// <exception cref="RefusedException"><c>search_settings_invalid</c>; the message names value and range.</exception>
    internal SearchTuning Checked()
    {
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(this, new ValidationContext(this), faults, true)
            ? this
            : throw new RefusedException(RefusalKind.Invalid, "search_settings_invalid", string.Join(" ", faults.Select(fault => fault.ErrorMessage)));
    }
}
