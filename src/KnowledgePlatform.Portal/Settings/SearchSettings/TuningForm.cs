using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Retrieval.Tuning;

namespace KnowledgePlatform.Portal.Settings.SearchSettings;

/// <summary>The values of a new version as they are typed.</summary>
internal sealed class TuningForm
{
    private const string OfOne = "A number from 0 to 1.";

    [Range(0.0, 1.0, ErrorMessage = OfOne)]
    public double LexicalWeight { get; set; }

    [Range(0.0, 1.0, ErrorMessage = OfOne)]
    public double NeighbourWeight { get; set; }

    [Range(1, 100, ErrorMessage = "A number from 1 to 100.")]
    public int Neighbours { get; set; }

    [Range(0.0, 1.0, ErrorMessage = OfOne)]
    public double NamedDocumentWeight { get; set; }

    [Range(0.0, 1.0, ErrorMessage = OfOne)]
    public double LeastTitleShare { get; set; }

    public bool Synonyms { get; set; }

    public bool NearDuplicates { get; set; }

    public bool Reranker { get; set; }

    [Range(0.0, 1.0, ErrorMessage = OfOne)]
    public double RerankerWeight { get; set; }

    [Required(ErrorMessage = "Say why, in a sentence for those who look at it later."), StringLength(500, ErrorMessage = "At most 500 characters.")]
    public string Reason { get; set; } = "";

    public static TuningForm Of(SearchTuning tuning) => new()
    {
        LexicalWeight = tuning.LexicalWeight, NeighbourWeight = tuning.NeighbourWeight, Neighbours = tuning.Neighbours, NamedDocumentWeight = tuning.NamedDocumentWeight,
        LeastTitleShare = tuning.LeastTitleShare, Synonyms = tuning.Synonyms, NearDuplicates = tuning.NearDuplicates, Reranker = tuning.Reranker, RerankerWeight = tuning.RerankerWeight,
    };

    public SearchTuning ToTuning() => new()
    {
        LexicalWeight = LexicalWeight, NeighbourWeight = NeighbourWeight, Neighbours = Neighbours, NamedDocumentWeight = NamedDocumentWeight, LeastTitleShare = LeastTitleShare,
        Synonyms = Synonyms, NearDuplicates = NearDuplicates, Reranker = Reranker, RerankerWeight = RerankerWeight,
    };
}

/// <summary>Why a version is put in force.</summary>
internal sealed class ForceForm
{
    [Required(ErrorMessage = "Say why, in a sentence for those who look at it later."), StringLength(500, ErrorMessage = "At most 500 characters.")]
    public string Reason { get; set; } = "";

    [StringLength(500, ErrorMessage = "At most 500 characters.")]
    public string Against { get; set; } = "";
}
