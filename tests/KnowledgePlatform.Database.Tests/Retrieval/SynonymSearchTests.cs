using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>Passages whose vectors are all the same: lists of synonyms as administrators edit them and searches find them.</summary>
public sealed class SynonymSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Infarction = "Myocardial infarction is treated at once.";
    private const string Mention = "Therapy of an MI begins at once, says the rota.";
    private static readonly SynonymOptions Usual = new();
    private readonly FakeTimeProvider _time = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private Caller _administrator = null!;
    private Caller _person = null!;
    private SynonymLists _lists = null!;
    private SynonymStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("delete from synonym_lists; delete from shipped_synonyms; select true");
        _administrator = await database.AddPersonAsync("editor " + _mark, administrator: true);
        _person = await database.AddPersonAsync("reader " + _mark);
        var collection = await database.AddCollectionAsync(_person, "Ward " + _mark);
        await StoredPassages.AddAsync(database, collection, ("now", Infarction), ("now", Mention), ("now", "The rota is kept by the ward."), ("now", "Visitors come at noon."));
        _lists = new SynonymLists(database.Database, _time, Options.Create(Usual));
        _store = new SynonymStore(database.Database, _lists, Options.Create(Usual));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Passage_is_found_by_a_word_that_a_list_says_means_the_same()
    {
        Assert.Null((await FindAsync("heart attack")).Single(hit => hit.Text == Infarction).LexicalRank);
        await _store.AddAsync(_administrator, "Clinical", "en", "heart attack, myocardial infarction", Token);

        Assert.Equal(1, (await FindAsync("heart attack")).Single(hit => hit.Text == Infarction).LexicalRank);
        Assert.Null((await FindAsync("\"heart attack\" or noon")).FirstOrDefault(hit => hit.Text == Infarction)?.LexicalRank);
    }

    [Fact]
    public async Task Word_that_was_typed_counts_more_than_one_that_was_added()
    {
        await _store.AddAsync(_administrator, "Clinical", "en", "MI => rota", Token);
        var ranked = (await FindAsync("MI")).Where(hit => hit.LexicalRank is not null).OrderBy(hit => hit.LexicalRank).Select(hit => hit.Text).ToList();

        Assert.Equal([Mention, "The rota is kept by the ward."], ranked);
        Assert.Equal("mi mi rota", (await database.OwnerAsync<string>("select kp_query_terms(array['en'], E'MI\\frota')")).Trim());
        Assert.Equal("mi rota", await database.OwnerAsync<string>("select kp_query_terms(array['en'], 'MI rota')"));
    }

    [Fact]
    public async Task Question_without_a_listed_word_finds_what_it_found_before_with_the_same_scores()
    {
        var before = await FindAsync("therapy of visitors at noon");
        await _store.AddAsync(_administrator, "Clinical", "en", "MI, myocardial infarction", Token);

        Assert.Equal(before.Select(hit => (hit.ChunkId, hit.Score)), (await FindAsync("therapy of visitors at noon")).Select(hit => (hit.ChunkId, hit.Score)));
    }

    [Fact]
    public async Task Edit_of_another_process_is_seen_within_two_seconds_and_a_list_that_is_turned_off_or_removed_adds_nothing()
    {
        var elsewhere = new SynonymLists(database.Database, _time, Options.Create(Usual));
        Assert.Empty((await elsewhere.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
        var list = await _store.AddAsync(_administrator, "Clinical", "en", "MI, myocardial infarction", Token);
        Assert.Single((await _lists.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
        Assert.Empty((await elsewhere.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single((await elsewhere.CurrentAsync(Token)).Meanings("MI", ["en"], 20));

        await _store.ChangeAsync(_administrator, list, "Clinical", "en", "MI, myocardial infarction", false, Token);
        Assert.Empty((await _lists.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
        await _store.ChangeAsync(_administrator, list, "Clinical", "en", "MI, myocardial infarction", true, Token);
        Assert.Single((await _lists.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
        await _store.RemoveAsync(_administrator, list, Token);
        Assert.Empty((await _lists.CurrentAsync(Token)).Meanings("MI", ["en"], 20));
    }

    [Fact]
    public async Task Only_an_administrator_edits_lists_and_the_database_says_so_itself()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _store.AddAsync(_person, "Mine", "en", "a, b", Token));
        Assert.Equal("administrators_only", refused.Code);
        Assert.Equal("administrators_only", (await Assert.ThrowsAsync<RefusedException>(() => _store.ListAsync(_person, Token))).Code);
        await using var session = await database.Database.BeginAsync(_person, Token);
        var error = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync(
            "insert into synonym_lists (id, name, languages, entries) values (gen_random_uuid(), 'Mine', '{}', 'a, b')", null, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Name_that_is_taken_and_a_line_that_cannot_be_read_are_refused_and_each_change_is_in_the_trail()
    {
        var list = await _store.AddAsync(_administrator, "Clinical " + _mark, "en", "a, b", Token);
        Assert.Equal("synonyms_name_taken", (await Assert.ThrowsAsync<RefusedException>(() => _store.AddAsync(_administrator, "clinical " + _mark, "", "a, b", Token))).Code);
        Assert.Equal("synonyms_unreadable", (await Assert.ThrowsAsync<RefusedException>(() => _store.AddAsync(_administrator, "Other", "", "alone", Token))).Code);
        Assert.Equal(list, await _store.ImportAsync(_administrator, $"name: CLINICAL {_mark}\nlanguages: es\nc, d, e", Token));
        await _store.RemoveAsync(_administrator, list, Token);

        Assert.Equal(
            "synonyms.add synonyms.change synonyms.remove",
            await database.OwnerAsync<string>($"select string_agg(action, ' ' order by id) from audit_events where subject_id = '{list}'"));
    }

    [Fact]
    public async Task Shipped_file_is_taken_in_once_replaced_by_a_newer_one_and_left_alone_once_it_was_changed_or_removed_here()
    {
        var folder = Directory.CreateTempSubdirectory("kp-synonyms-");
        var file = Path.Combine(folder.FullName, "ward.txt");
        await ShipAsync("a, b");
        var list = Assert.Single(await _store.ListAsync(_administrator, Token));
        Assert.Equal(("Ward", "a, b"), (list.Name, list.Entries));

        await ShipAsync("a, b, c");
        Assert.Equal("a, b, c", (await _store.FindAsync(_administrator, list.Id, Token)).Entries);
        await _store.ChangeAsync(_administrator, list.Id, "Our ward", "en", "x, y", false, Token);
        await ShipAsync("a, b, c, d");
        Assert.Equal("x, y", (await _store.FindAsync(_administrator, list.Id, Token)).Entries);
        await _store.RemoveAsync(_administrator, list.Id, Token);
        await ShipAsync("a, b, c, d, e");
        Assert.Empty(await _store.ListAsync(_administrator, Token));
        folder.Delete(true);

        async Task ShipAsync(string entries)
        {
            await File.WriteAllTextAsync(file, "name: Ward\nlanguages: en\n" + entries, Token);
            ShippedSynonyms.Load(database.Owner, folder.FullName);
        }
    }

    private Task<IReadOnlyList<PassageHit>> FindAsync(string question) => Searches.Over(database, synonyms: _lists).SearchAsync(_person, question, null, 10, Token);
}
