using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Embeddings;

/// <summary>The multilingual model ("old") finds alpha, the English one beta; no passage has a word in common with the question.</summary>
public sealed class EnglishVectorsTests : IAsyncLifetime
{
    private const string Question = "What does the tenant have to pay when the lease has come to its end?";
    private readonly FavouredWord _english = new("english", "beta");
    private ModelChange _parts = null!;
    private Embedders _embedders = null!;
    private EnglishVectors _vectors = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _parts = await ModelChange.StartAsync();
        _embedders = new Embedders(_parts.Old.ToEmbedder(), englishModel: "english", loadEnglish: _english.ToEmbedder);
        _vectors = new EnglishVectors(_parts.Database.Database, _embedders);
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    [Fact]
    public async Task What_the_English_model_finds_is_found()
    {
        await TakeInAsync("alpha clause", "beta clause", "gamma clause");
        Assert.Equal("alpha clause", (await FindAsync(Question)).First().Text);
        await MakeAsync();
        Assert.Equal("beta clause", (await FindAsync(Question)).First().Text);
    }

    [Fact]
    public async Task A_question_in_another_language_is_not_put_to_the_English_model()
    {
        await TakeInAsync("alpha clause", "beta clause", "gamma clause");
        await MakeAsync();
        Assert.Equal("alpha clause", (await FindAsync("¿Qué tiene que pagar el inquilino cuando termina el contrato de arrendamiento?")).First().Text);
    }

    [Fact]
    public async Task A_passage_in_another_language_has_no_second_vector_and_keeps_its_score()
    {
        await TakeInAsync("alpha clause", "beta clause", "gamma clause");
        await _parts.Database.OwnerAsync<object>("update chunks set language = 'de' where text = 'alpha clause' returning true");
        var before = (await FindAsync(Question)).Single(hit => hit.Text == "alpha clause").Score;
        await MakeAsync();
        Assert.Equal(2, await CountAsync());
        Assert.Equal(before, (await FindAsync(Question)).Single(hit => hit.Text == "alpha clause").Score, 1e-6);
    }

    [Fact]
    public async Task A_closed_passage_is_not_seen_through_the_English_model()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        var stranger = await _parts.Database.AddPersonAsync("stranger");
        var own = await _parts.Database.AddCollectionAsync(stranger, "Own");
        Assert.Empty(await SearchOf(_embedders).SearchAsync(stranger, Question, null, 10, Token));
        // Nor by asking the leg itself, nor by looking at the vectors.
        await using var session = await _parts.Database.Database.BeginAsync(stranger, Token);
        var vector = $"[1{string.Concat(Enumerable.Repeat(",0", 383))}]";
        Assert.Equal(0L, await session.ReadAsync<long>(
            "select count(*) from kp_vector_leg(@vector::halfvec, 'english', @wanted, 10, true, '{}', '{}')", new { vector, wanted = new[] { _parts.Collection, own } }, Token));
        Assert.Equal(0L, await session.ReadAsync<long>("select count(*) from chunk_vectors where slot = 3", null, Token));
        await Assert.ThrowsAsync<PostgresException>(() => session.ReadAsync<long>("select count(*) from chunk_vectors_3", null, Token));
    }

    [Fact]
    public async Task What_comes_in_later_waits_and_is_made_up_for()
    {
        await TakeInAsync("alpha clause");
        await MakeAsync();
        await TakeInAsync("beta clause", "gamma clause");
        Assert.Equal(1, (await _vectors.StatusAsync(Token))!.Waiting);
        Assert.Equal(2, await _vectors.FillAsync(Token));
        Assert.Equal(new EnglishVectorStatus("english", 3, 0), await _vectors.StatusAsync(Token));
    }

    [Fact]
    public async Task Work_that_was_ended_goes_on_where_it_was()
    {
        await TakeInAsync([.. Enumerable.Range(0, 80).Select(i => $"clause {i}")]);
        await _vectors.BeginAsync(Token);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _english.Meanwhile = () =>
        {
            // Before the first batch this sets up the second one's end.
            _english.Meanwhile = ended.CancelAsync;
            return Task.CompletedTask;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _vectors.FillAsync(ended.Token));
        Assert.Equal(32, await CountAsync());
        Assert.Equal(48, await _vectors.FillAsync(Token));
        Assert.Equal(80, await CountAsync());
    }

    [Fact]
    public async Task A_collection_that_gives_the_model_up_has_no_vectors_and_gets_them_again_when_it_takes_it_back()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        await ChooseAsync(_parts.Administrator, EmbeddingProfiles.Multilingual);
        Assert.Equal(0, await CountAsync());
        Assert.Equal("alpha clause", (await FindAsync(Question)).First().Text);
        await TakeInAsync("beta clause of later");
        Assert.Equal(new EnglishVectorStatus("english", 0, 0), await _vectors.StatusAsync(Token));
        await ChooseAsync(_parts.Administrator, EmbeddingProfiles.Automatic);
        Assert.Equal(3, await _vectors.FillAsync(Token));
    }

    [Fact]
    public async Task Only_a_manager_chooses_and_only_what_there_is()
    {
        var reader = await _parts.Database.AddPersonAsync("reader");
        await _parts.Database.OwnerAsync<object>($"insert into grants (collection_id, user_id, role) values ('{_parts.Collection}', '{reader.UserId}', 'reader') returning true");
        Assert.Equal("collection_not_found", (await Assert.ThrowsAsync<RefusedException>(() => ChooseAsync(reader, EmbeddingProfiles.Multilingual))).Code);
        Assert.Equal("embedding_profile_unknown", (await Assert.ThrowsAsync<RefusedException>(() => ChooseAsync(_parts.Administrator, "klingon"))).Code);
    }

    [Fact]
    public async Task Without_the_model_in_this_process_a_search_is_as_before()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        var without = await SearchOf(new Embedders(_parts.Old.ToEmbedder())).SearchAsync(_parts.Administrator, Question, null, 10, Token);
        Assert.Equal("alpha clause", without.First().Text);
        Assert.False(await new EnglishVectors(_parts.Database.Database, new Embedders(_parts.Old.ToEmbedder())).BeginAsync(Token));
    }

    [Fact]
    public async Task A_change_of_the_model_in_force_leaves_the_English_vectors_alone()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        await _parts.FillAsync();
        Assert.DoesNotContain((await _parts.Store.StatusAsync(Token)).Models, model => model.Model == "english");
        await _parts.Store.PutInForceAsync(_parts.Administrator, "new", Token);
        Assert.Equal(["old"], await _parts.Store.DropAsync(_parts.Administrator, Token));
        Assert.Equal(new EnglishVectorStatus("english", 2, 0), await _vectors.StatusAsync(Token));
        // Both legs lie in slots now: the new model finds beta, as the English one does.
        var both = new Embedders(_parts.New.ToEmbedder(), englishModel: "english", loadEnglish: _english.ToEmbedder);
        Assert.Equal("beta clause", (await SearchOf(both).SearchAsync(_parts.Administrator, Question, null, 10, Token)).First().Text);
    }

    [Fact]
    public async Task Another_English_model_takes_the_place_of_the_one_before()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        var other = new FavouredWord("another", "alpha");
        var vectors = new EnglishVectors(_parts.Database.Database, new Embedders(_parts.Old.ToEmbedder(), englishModel: "another", loadEnglish: other.ToEmbedder));
        Assert.True(await vectors.BeginAsync(Token));
        Assert.Equal(0, await CountAsync());
        Assert.Equal(2, await vectors.FillAsync(Token));
        Assert.Equal(0, await _vectors.FillAsync(Token));
    }

    [Fact]
    public async Task Passages_go_with_their_English_vectors()
    {
        await TakeInAsync("alpha clause", "beta clause");
        await MakeAsync();
        await _parts.Database.OwnerAsync<object>("delete from documents returning true");
        Assert.Equal(0, await CountAsync());
    }

    private Task TakeInAsync(params string[] texts) => _parts.TakeInAsync(texts);

    private async Task MakeAsync()
    {
        Assert.True(await _vectors.BeginAsync(Token));
        await _vectors.FillAsync(Token);
    }

    private PassageSearch SearchOf(Embedders embedders) => new(
        _parts.Database.Database, embedders, new LanguageDetector(Options.Create(new LanguageOptions())), new CollectionContents(TimeProvider.System),
        Options.Create(new RetrievalOptions { EnglishWeight = 0.8, NeighbourWeight = 0 }));

    private Task<IReadOnlyList<PassageHit>> FindAsync(string question) => SearchOf(_embedders).SearchAsync(_parts.Administrator, question, null, 10, Token);

    private Task<long> CountAsync() => _parts.Database.OwnerAsync<long>("select count(*) from chunk_vectors where slot = 3");

    private Task ChooseAsync(Caller caller, string profile) =>
        new CollectionStore(_parts.Database.Database).ChangeAsync(caller, _parts.Collection, "Matter", "", Token, profile);
}
