using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>The search of the product over <see cref="StoredPassages"/>: the model "now" gives every text the same vector.</summary>
internal static class Searches
{
    private static readonly Embedders Embedders = new(new Embedder(new OneVector("now"), new EmbeddingOptions()));
    private static readonly LanguageDetector Languages = new(Options.Create(new LanguageOptions()));

    /// <summary>A search; without <paramref name="diversity"/> the best passages are not ordered once more.</summary>
    public static PassageSearch Over(TestDatabase database, RetrievalOptions? options = null, SynonymLists? synonyms = null, DiversityOptions? diversity = null) => new(
        database.Database, Embedders, Languages, new CollectionContents(TimeProvider.System), Options.Create(options ?? new RetrievalOptions()), synonyms,
        diversity is null ? null : new PassageRefinement(
            new PassageReranker(Options.Create(new RerankerOptions()), TimeProvider.System, NullLogger<PassageReranker>.Instance), Options.Create(diversity)));

    /// <summary>What an answer is made of, by a search as the product has it.</summary>
    public static EvidenceSearch Evidence(TestDatabase database) =>
        new(Over(database, diversity: new DiversityOptions()), Embedders, Languages, database.Database, Options.Create(new AnswerOptions()));
}
