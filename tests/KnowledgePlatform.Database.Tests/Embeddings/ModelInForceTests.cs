using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Embeddings;

/// <summary>Another model is put in force at one moment, for searches and ingestion of every process, and the way back is open until the vectors before are dropped.</summary>
public sealed class ModelInForceTests : IAsyncLifetime
{
    private ModelChange _change = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _change = await ModelChange.StartAsync();
        await _change.TakeInAsync("an alpha", "a beta");
    }

    public ValueTask DisposeAsync() => _change.DisposeAsync();

    [Fact]
    public async Task Switch_is_refused_while_a_passage_has_no_vector_and_searches_stay_as_they_were()
    {
        await _change.FillAsync();
        await _change.TakeInAsync("a gamma");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SwitchAsync("new"));
        Assert.Equal("1 passages have no vector of 'new' yet: kp reembed goes on with them.", refused.Message);
        Assert.Equal("an alpha", await _change.FirstAsync());
    }

    [Fact]
    public async Task After_the_switch_the_same_search_asks_by_the_new_model_without_a_restart()
    {
        Assert.Equal("an alpha", await _change.FirstAsync());
        await _change.FillAsync();
        await SwitchAsync("new");
        Assert.Equal("a beta", await _change.FirstAsync());
        var hit = (await _change.Search.SearchAsync(_change.Administrator, "anything", null, 10, Token))[0];
        Assert.Equal(1, hit.Similarity, 3);
        Assert.Equal("new", _change.Embedders.Latest.Model);
    }

    [Fact]
    public async Task Searches_at_the_time_of_the_switch_have_the_whole_answer_of_one_model()
    {
        await _change.FillAsync();
        var seen = new List<string>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var searching = Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    var hits = await _change.Search.SearchAsync(_change.Administrator, "anything", null, 10, Token);
                    seen.Add(string.Join(", ", hits.Select(hit => $"{hit.Text} {hit.Similarity:0.0}")));
                }
            }, Token);
        for (var turn = 0; turn < 10; turn++)
        {
            await SwitchAsync(turn % 2 == 0 ? "new" : "old");
            var asked = seen.Count;
            while (seen.Count < asked + 2 && !searching.IsCompleted)
            {
                await Task.Delay(5, Token);
            }
        }

        await over.CancelAsync();
        await searching;
        Assert.Equal(["a beta 1.0, an alpha 0.6", "an alpha 1.0, a beta 0.6"], seen.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_that_comes_in_after_the_switch_is_embedded_by_the_new_model_alone()
    {
        await _change.FillAsync();
        await SwitchAsync("new");
        var before = _change.Old.Passages.Count;
        await _change.TakeInAsync("a better beta");
        Assert.Equal(before, _change.Old.Passages.Count);
        Assert.All((await _change.Store.StatusAsync(Token)).Models, model => Assert.Equal(model.InForce ? 0 : 1, model.Missing));
        Assert.Contains("a better beta", (await _change.Search.SearchAsync(_change.Administrator, "anything", null, 10, Token)).Where(hit => hit.Similarity > 0.9).Select(hit => hit.Text));
    }

    [Fact]
    public async Task Document_that_was_embedded_before_the_switch_and_comes_in_after_it_is_embedded_again()
    {
        await _change.FillAsync();
        var version = await _change.StageAsync("a late beta");
        await _change.Database.OwnerAsync<object>($"""
            update staged_chunks set embedding = array_fill(0.05, array[384])::halfvec, embedding_model = 'old' where version_id = '{version}';
            update document_versions set state = 'embedded' where id = '{version}' returning true
            """);
        await SwitchAsync("new");

        Assert.Equal("published", await _change.IngestAsync(version));
        Assert.Equal(0, (await _change.Store.StatusAsync(Token)).Models[0].Missing);
        Assert.Equal(["embed", "publish"], (await _change.Database.OwnerAsync<string>(
            $"select string_agg(stage, ' ' order by id) from ingestion_stages where version_id = '{version}' and error is null")).Split(' '));
    }

    [Fact]
    public async Task Way_back_is_open_once_the_old_model_has_what_came_in_since()
    {
        await _change.FillAsync();
        await SwitchAsync("new");
        await _change.TakeInAsync("another alpha");
        Assert.Equal("vectors_missing", (await Assert.ThrowsAsync<RefusedException>(() => SwitchAsync("old"))).Code);

        Assert.Equal(1, await _change.Filler.FillAsync("old", null, Token));
        await SwitchAsync("old");
        Assert.Equal(["an alpha", "another alpha"], await NearestAsync(2));
    }

    [Fact]
    public async Task Change_that_is_called_off_leaves_everything_as_before_it()
    {
        await _change.FillAsync();
        Assert.Equal(["new"], await _change.Store.DropAsync(_change.Administrator, Token));
        Assert.Equal(0, await _change.Database.OwnerAsync<long>("select count(*) from chunk_vectors"));
        Assert.Empty((await _change.Store.StatusAsync(Token)).Models);
        Assert.Equal("an alpha", await _change.FirstAsync());
        // The configuration decides again.
        Assert.Equal("nothing", await _change.FirstAsync(_change.SearchOf(new Embedders(_change.New.ToEmbedder()))));
        Assert.Equal("model_without_vectors", (await Assert.ThrowsAsync<RefusedException>(() => SwitchAsync("new"))).Code);
    }

    [Fact]
    public async Task Once_the_old_vectors_are_dropped_searches_and_ingestion_go_on_and_a_third_model_can_follow()
    {
        await _change.FillAsync();
        await SwitchAsync("new");
        Assert.Equal(["old"], await _change.Store.DropAsync(_change.Administrator, Token));
        Assert.True(await _change.Database.OwnerAsync<bool>("select to_regclass('chunks_embedding') is null"));

        // The operator sets the new model and takes the next one away.
        var alone = new Embedders(_change.New.ToEmbedder());
        Assert.Equal("a beta", await _change.FirstAsync(_change.SearchOf(alone)));
        Assert.Equal("published", await _change.IngestAsync(await _change.StageAsync("a second beta"), alone));
        Assert.Equal("nothing", await _change.FirstAsync(_change.SearchOf(new Embedders(_change.Old.ToEmbedder()))));

        var third = new FavouredWord("third", "second");
        var embedders = new Embedders(_change.New.ToEmbedder(), "third", third.ToEmbedder);
        var store = new Core.Embeddings.Reembedding.ReembeddingStore(_change.Database.Database, embedders);
        await store.BeginAsync(_change.Administrator, Token);
        Assert.Equal(3, await new Core.Embeddings.Reembedding.ReembeddingFiller(_change.Database.Database, embedders, TimeProvider.System).FillAsync("third", null, Token));
        await store.PutInForceAsync(_change.Administrator, "third", Token);
        Assert.Equal("a second beta", await _change.FirstAsync(_change.SearchOf(embedders)));
    }

    [Fact]
    public async Task Process_without_the_model_in_force_goes_on_searching_and_takes_nothing_in()
    {
        await _change.FillAsync();
        await SwitchAsync("new");
        var behind = new Embedders(_change.Old.ToEmbedder());
        Assert.Equal("an alpha", await _change.FirstAsync(_change.SearchOf(behind)));
        var state = await _change.IngestAsync(await _change.StageAsync("a gamma"), behind);
        Assert.StartsWith("chunked: the embedding model in force is 'new', which this process does not have", state, StringComparison.Ordinal);
        // It waits for a worker that has it, however long that takes.
        Assert.Equal(0, await _change.Database.OwnerAsync<int>("select max(attempts) from document_versions where state = 'chunked'"));
    }

    [Fact]
    public async Task Process_that_is_behind_by_one_change_goes_on_by_the_vectors_of_its_own_model_beside_those_in_force()
    {
        await _change.FillAsync();
        await SwitchAsync("new");
        await _change.Database.OwnerAsync<object>(
            "update embedding_models set in_force = false; insert into embedding_models (name, dimensions, slot, in_force) values ('third', 384, 2, true); select true");
        var hits = await _change.SearchOf(new Embedders(_change.New.ToEmbedder())).SearchAsync(_change.Administrator, "anything", null, 10, Token);
        Assert.Equal("a beta", hits[0].Text);
        Assert.True(hits[0].Similarity > 0.5, "the vector of its own model is compared");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_vectors_are_found_for_a_reader_within_a_filter_and_never_for_a_stranger(bool exact)
    {
        const string Leg = "select count(*) from kp_vector_leg(@vector::halfvec, 'new', @wanted, 100, @exact, @required, '{}', @documents)";
        await _change.FillAsync();
        await SwitchAsync("new");
        var document = await _change.Database.OwnerAsync<Guid>("select document_id from chunks limit 1");
        var vector = "[" + string.Join(',', Enumerable.Repeat("0.05", 384)) + "]";
        async Task<long> CountAsync(Core.Access.Caller caller, string[] required, Guid[]? documents)
        {
            await using var session = await _change.Database.Database.BeginAsync(caller, Token);
            await session.ExecuteAsync($"select {SearchStatement.Settings}", new { list = "400", most = "20000" }, Token);
            return await session.ReadAsync<long>(Leg, new { vector, wanted = new[] { _change.Collection }, exact, required, documents }, Token);
        }

        Assert.Equal(2, await CountAsync(_change.Administrator, [], null));
        Assert.Equal(1, await CountAsync(_change.Administrator, ["beta"], null));
        Assert.Equal(2, await CountAsync(_change.Administrator, [], [document]));
        Assert.Equal(0, await CountAsync(_change.Administrator, [], [Guid.NewGuid()]));
        var stranger = await _change.Database.AddPersonAsync("stranger", administrator: true);
        Assert.Equal(0, await CountAsync(stranger, [], null));
        await using var session = await _change.Database.Database.BeginAsync(stranger, Token);
        Assert.Equal(0, await session.ReadAsync<long>("select count(*) from chunk_vectors", null, Token));
    }

    [Fact]
    public async Task Each_step_is_in_the_audit_trail_with_both_models()
    {
        await _change.FillAsync();
        await _change.FillAsync();
        await SwitchAsync("new");
        await SwitchAsync("old");
        await _change.Store.DropAsync(_change.Administrator, Token);
        Assert.Equal(
            $$"""
            embeddings.begin {"model": "new", "before": "old"}
            embeddings.in_force {"model": "new", "before": "old"}
            embeddings.in_force {"model": "old", "before": "new"}
            embeddings.drop {"models": ["new"]}
            """.ReplaceLineEndings("\n"),
            await _change.Database.OwnerAsync<string>($"select string_agg(action || ' ' || detail, e'\n' order by id) from audit_events where action like 'embeddings.%' and user_id = '{_change.Administrator.UserId}'"));
    }

    private Task SwitchAsync(string model) => _change.Store.PutInForceAsync(_change.Administrator, model, Token);

    private async Task<IEnumerable<string>> NearestAsync(int count) =>
        (await _change.Search.SearchAsync(_change.Administrator, "anything", null, 10, Token)).Where(hit => hit.Similarity > 0.9).Take(count).Select(hit => hit.Text).Order();
}
