using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Embeddings.Reembedding;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Database.Tests.Embeddings;

/// <summary>A process with two models, the one that is set ("old", finds alpha) and the next one ("new", finds beta), in a database of its own.</summary>
internal sealed class ModelChange : IAsyncDisposable
{
    private readonly TestDatabase _database = new();

    private ModelChange()
    {
    }

    public TestDatabase Database => _database;

    public FavouredWord Old { get; } = new("old", "alpha");

    public FavouredWord New { get; private init; } = new("new", "beta");

    public Caller Administrator { get; private set; } = null!;

    public Guid Collection { get; private set; }

    public Embedders Embedders { get; private set; } = null!;

    public ReembeddingStore Store { get; private set; } = null!;

    public ReembeddingFiller Filler { get; private set; } = null!;

    public PassageSearch Search { get; private set; } = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public static async Task<ModelChange> StartAsync(int dimensionsOfNext = 384)
    {
        var change = new ModelChange { New = new FavouredWord("new", "beta", dimensionsOfNext) };
        await change._database.InitializeAsync();
        change.Embedders = new Embedders(change.Old.ToEmbedder(), "new", change.New.ToEmbedder);
        change.Store = new ReembeddingStore(change._database.Database, change.Embedders);
        change.Filler = new ReembeddingFiller(change._database.Database, change.Embedders, TimeProvider.System);
        change.Search = change.SearchOf(change.Embedders);
        change.Administrator = await change._database.AddPersonAsync("administrator", administrator: true);
        change.Collection = await change._database.AddCollectionAsync(change.Administrator, "Matter");
        return change;
    }

    /// <summary>A search as a process with these models has it.</summary>
    public PassageSearch SearchOf(Embedders embedders) => new(
        _database.Database, embedders, new LanguageDetector(Options.Create(new LanguageOptions())), new CollectionContents(TimeProvider.System), Options.Create(new RetrievalOptions()));

    /// <summary>What comes first for a question that has no word in common with any passage.</summary>
    public async Task<string> FirstAsync(PassageSearch? search = null) =>
        (await (search ?? Search).SearchAsync(Administrator, "anything", null, 10, Token)).FirstOrDefault(hit => hit.VectorRank is not null)?.Text ?? "nothing";

    /// <summary>A document of these passages that waits to be embedded.</summary>
    public async Task<Guid> StageAsync(params string[] texts)
    {
        var rows = string.Join(",", texts.Select((text, i) => $"({i}, '{text}')"));
        return await _database.OwnerAsync<Guid>($"""
            with d as (insert into documents (collection_id, title) values ('{Collection}', 'Lease') returning id),
            v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state)
                  select id, '{Collection}', 1, 'lease.txt', sha256(id::text::bytea), 1, 'chunked' from d returning id),
            r as (insert into staged_readings (version_id, collection_id, page_count, word_count, is_partial, skipped, lists_all_members)
                  select id, '{Collection}', 1, 1, false, '[]', true from v),
            c as (insert into staged_chunks (version_id, ordinal, collection_id, heading_path, context, text, language, token_count, pieces, boxes)
                  select v.id, t.ordinal, '{Collection}', '', 'Lease', t.text, 'en', 1, array[1,0,4], array[]::real[] from v, (values {rows}) as t (ordinal, text))
            select id from v
            """);
    }

    /// <summary>Has ingestion take the document on from where it is.</summary>
    /// <returns>Its state afterwards, and why.</returns>
    public async Task<string> IngestAsync(Guid version, Embedders? embedders = null)
    {
        var options = Options.Create(new IngestionOptions());
        var database = _database.Database;
        // It was parsed and cut before: those stages are not asked.
        var runner = new IngestionRunner(
            new VersionLease(database, options), new StageLog(database), new ParseStage(database, null!, null!, null!, null!, null!, options), new ChunkStage(database, null!, null!),
            new EmbedStage(database, embedders ?? Embedders, options), new PublishStage(database, embedders ?? Embedders, new MemberPublication(options)), NullLogger<IngestionRunner>.Instance);
        await runner.RunAsync(version, Token);
        return await _database.OwnerAsync<string>($"select state || coalesce(': ' || reason, '') from document_versions where id = '{version}'");
    }

    public async Task TakeInAsync(params string[] texts) => Xunit.Assert.Equal("published", await IngestAsync(await StageAsync(texts)));

    /// <summary>Begins, and makes all vectors of the next model.</summary>
    public async Task<long> FillAsync()
    {
        await Store.BeginAsync(Administrator, Token);
        return await Filler.FillAsync("new", null, Token);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
