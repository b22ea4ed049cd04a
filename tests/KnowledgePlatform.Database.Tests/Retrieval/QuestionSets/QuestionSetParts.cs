using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KnowledgePlatform.Database.Tests.Retrieval.QuestionSets;

/// <summary>Question sets, their runs and the search settings as one process has them.</summary>
internal sealed class QuestionSetParts
{
    private readonly TestDatabase _database;

    public QuestionSetParts(TestDatabase database, QuestionSetOptions? options = null)
    {
        _database = database;
        var (limits, retrieval, synonyms) = (Options.Create(options ?? new QuestionSetOptions()), Options.Create(new RetrievalOptions()), Options.Create(new SynonymOptions()));
        var (diversity, reranker) = (Options.Create(new DiversityOptions()), Options.Create(new RerankerOptions()));
        Embedder = new Embedder(new OneVector("now"), new EmbeddingOptions());
        InForce = new TuningInForce(database.Database, Time, Options.Create(new TuningOptions()), retrieval, synonyms, diversity, reranker);
        Sets = new QuestionSetStore(database.Database);
        var rules = new SetQuestionRules(limits, retrieval);
        Questions = new SetQuestionStore(database.Database, Sets, rules);
        Files = new QuestionSetFiles(database.Database, Sets, rules, limits);
        Runs = new QuestionRunStore(database.Database, InForce, limits);
        Lease = new QuestionRunLease(database.Database, limits);
        Search = new PassageSearch(
            database.Database, new Embedders(Embedder), new LanguageDetector(Options.Create(new LanguageOptions())), new CollectionContents(Time), retrieval, null,
            new PassageRefinement(new PassageReranker(reranker, Time, NullLogger<PassageReranker>.Instance), diversity), InForce);
        var snapshots = new RunSnapshots(new Embedders(Embedder), Options.Create(new EmbeddingOptions()), retrieval, synonyms, diversity, reranker);
        Runner = new QuestionRunner(database.Database, Lease, Search, InForce, snapshots, limits, NullLogger<QuestionRunner>.Instance);
        Gate = new TuningGate(database.Database, Sets, Questions, Runs, InForce, snapshots, TimeProvider.System, limits);
        Tuning = new TuningStore(database.Database, InForce, Gate, Options.Create(new TuningOptions()));
    }

    public FakeTimeProvider Time { get; } = new();

    public Embedder Embedder { get; }

    public TuningInForce InForce { get; }

    public QuestionSetStore Sets { get; }

    public SetQuestionStore Questions { get; }

    public QuestionSetFiles Files { get; }

    public QuestionRunStore Runs { get; }

    public QuestionRunLease Lease { get; }

    public PassageSearch Search { get; }

    public QuestionRunner Runner { get; }

    public TuningGate Gate { get; }

    public TuningStore Tuning { get; }

    /// <summary>A collection with one document of these passages, called "Lease", lease.pdf.</summary>
    public async Task<Guid> AddDocumentAsync(Caller manager, string name, params string[] passages)
    {
        var collection = await _database.AddCollectionAsync(manager, name);
        await StoredPassages.AddAsync(_database, collection, [.. passages.Select(text => ("now", text))]);
        return await _database.OwnerAsync<Guid>($"select id from documents where collection_id = '{collection}'");
    }

    /// <summary>A run from its beginning to its end, as a worker makes it.</summary>
    public async Task<QuestionRun> RunAsync(Caller caller, Guid set, int? version, CancellationToken cancellationToken)
    {
        var run = await Runs.StartAsync(caller, set, version, cancellationToken);
        await Runner.RunAsync(run, cancellationToken);
        return await Runs.FindAsync(caller, run, cancellationToken);
    }
}
