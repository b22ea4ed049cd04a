using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Embeddings;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Embeddings;

/// <summary>The vectors of the next model are made while those of the old one serve, whatever happens meanwhile.</summary>
public sealed class ReembeddingTests : IAsyncLifetime
{
    private ModelChange _change = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _change = await ModelChange.StartAsync();

    public ValueTask DisposeAsync() => _change.DisposeAsync();

    [Fact]
    public async Task Fill_whose_place_was_given_up_meanwhile_writes_nothing_more()
    {
        await _change.TakeInAsync([.. Enumerable.Range(0, 70).Select(i => $"passage {i}")]);
        await _change.Store.BeginAsync(_change.Administrator, Token);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _change.Filler.FillAsync("new", _ =>
            _change.Database.OwnerAsync<object>("truncate chunk_vectors_1; update embedding_models set slot = null where name = 'new'; select true").GetAwaiter().GetResult(), Token));
        Assert.Equal("model_without_vectors", refused.Code);
        Assert.Equal(0, await _change.Database.OwnerAsync<long>("select count(*) from chunk_vectors"));
    }

    [Fact]
    public async Task Search_answers_from_the_old_vectors_while_the_new_ones_are_made_and_when_they_all_are()
    {
        await _change.TakeInAsync("an alpha", "a beta");
        await _change.Store.BeginAsync(_change.Administrator, Token);
        var meanwhile = "";
        _change.New.Meanwhile = async () => meanwhile = await _change.FirstAsync();

        Assert.Equal(2, await _change.Filler.FillAsync("new", null, Token));
        Assert.Equal("an alpha", meanwhile);
        Assert.Equal("an alpha", await _change.FirstAsync());
    }

    [Fact]
    public async Task Work_that_was_ended_in_the_middle_goes_on_where_it_was_and_makes_no_vector_twice()
    {
        await _change.TakeInAsync([.. Enumerable.Range(0, 150).Select(i => $"passage {i}")]);
        await _change.Store.BeginAsync(_change.Administrator, Token);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _change.Filler.FillAsync("new", _ => kill.Cancel(), kill.Token));
        Assert.Equal(150 - 64, Assert.Single((await _change.Store.StatusAsync(Token)).Models, model => model.Model == "new").Missing);

        Assert.Equal(150 - 64, await _change.Filler.FillAsync("new", null, Token));
        Assert.Equal((150, 150), (_change.New.Passages.Count, _change.New.Passages.Distinct().Count()));
        Assert.All((await _change.Store.StatusAsync(Token)).Models, model => Assert.Equal(0, model.Missing));
    }

    [Fact]
    public async Task Progress_is_told_with_what_is_done_of_how_much_and_the_newest_passages_come_first()
    {
        await _change.TakeInAsync([.. Enumerable.Range(0, 100).Select(i => $"passage {i}")]);
        await _change.Store.BeginAsync(_change.Administrator, Token);
        var told = new List<(long, long)>();
        await _change.Filler.FillAsync("new", progress => told.Add((progress.Done, progress.Total)), Token);

        Assert.Equal([(64, 100), (100, 100)], told);
        Assert.EndsWith("passage 99", _change.New.Passages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_taken_in_meanwhile_gets_a_vector_of_the_next_model_too()
    {
        await _change.TakeInAsync("an alpha");
        await _change.Store.BeginAsync(_change.Administrator, Token);
        _change.New.Meanwhile = () => _change.TakeInAsync("a beta");

        Assert.Equal(2, await _change.Filler.FillAsync("new", null, Token));
        await _change.Store.PutInForceAsync(_change.Administrator, "new", Token);
        Assert.Equal("a beta", await _change.FirstAsync());
    }

    [Fact]
    public async Task Document_deleted_meanwhile_holds_nothing_up_and_takes_its_vectors_along()
    {
        await _change.TakeInAsync("an alpha");
        await _change.TakeInAsync("a beta");
        await _change.Store.BeginAsync(_change.Administrator, Token);
        _change.New.Meanwhile = () => _change.Database.OwnerAsync<object>("delete from documents where id = (select document_id from chunks where text = 'a beta') returning true");
        await _change.Filler.FillAsync("new", null, Token);
        Assert.Equal(1, await _change.Database.OwnerAsync<long>("select count(*) from chunk_vectors"));

        await _change.Database.OwnerAsync<object>("delete from documents returning true");
        Assert.Equal(0, await _change.Database.OwnerAsync<long>("select count(*) from chunk_vectors"));
    }

    [Fact]
    public async Task Two_do_not_work_at_once_and_nothing_is_dropped_under_one_that_does()
    {
        await _change.TakeInAsync("an alpha");
        await _change.Store.BeginAsync(_change.Administrator, Token);
        var refusals = new List<string>();
        _change.New.Meanwhile = async () =>
        {
            refusals.Add((await Assert.ThrowsAsync<RefusedException>(() => _change.Filler.FillAsync("new", null, Token))).Code);
            refusals.Add((await Assert.ThrowsAsync<RefusedException>(() => _change.Store.DropAsync(_change.Administrator, Token))).Code);
        };
        await _change.Filler.FillAsync("new", null, Token);
        Assert.Equal(["reembedding_at_work", "reembedding_at_work"], refusals);
    }

    [Fact]
    public async Task Model_of_another_width_is_refused_with_both_widths()
    {
        await using var change = await ModelChange.StartAsync(dimensionsOfNext: 768);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => change.Store.BeginAsync(change.Administrator, Token));
        Assert.Equal("The vectors of 'new' have 768 numbers, those of 'old' 384: a model can be changed to one of the same width only.", refused.Message);
    }

    [Fact]
    public async Task Process_that_is_set_to_a_model_which_nothing_was_embedded_by_begins_no_change()
    {
        await _change.TakeInAsync("an alpha");
        await _change.Database.OwnerAsync<object>("update embedding_models set name = 'another' returning true");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _change.Store.BeginAsync(_change.Administrator, Token));
        Assert.Equal("vectors_of_another_model", refused.Code);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_changes_the_model()
    {
        var person = await _change.Database.AddPersonAsync("reader");
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => _change.Store.BeginAsync(person, Token))).Code);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => _change.Store.PutInForceAsync(person, "new", Token))).Code);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => _change.Store.DropAsync(person, Token))).Code);
    }
}
