using System.Text.RegularExpressions;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>What filters let through, in both legs and in every plan of them.</summary>
public sealed class FilteredSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private Caller _person = null!;
    private Guid _collection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Filters => new()
    {
        { "type=pdf", "lease" }, { "type=MAIL", "letter outlook" }, { "type=word", "old report" }, { "type=zip", "" },
        { "language=de", "brief" }, { "language=EN language=de", "brief lease letter old outlook report" },
        { "author=grace chen", "lease old" }, { "author=Grace", "" },
        { "from=2024-03-01", "brief letter outlook" }, { "to=2024-02-29", "lease old report" }, { "from=2024-03-01 to=2024-03-01", "letter" }, { "from=2026-11-27", "brief" },
        { "tag=urgent", "lease letter" }, { "tag=URGENT type=pdf", "lease" }, { "tag=held", "outlook report" }, { "tag=urgent tag=held", "lease letter outlook report" },
    };

    // Title, format, language, author, own day, day of the upload.
    public async ValueTask InitializeAsync()
    {
        _person = await database.AddPersonAsync("filters " + Guid.NewGuid());
        _collection = await database.AddCollectionAsync(_person, "Filters " + Guid.NewGuid());
        await AddAsync("lease", "pdf", "en", "Grace Chen", "2019-06-05");
        await AddAsync("old", "oldword", "en", "GRACE CHEN", "2024-02-29");
        await AddAsync("report", "word", "en", null, "2020-01-01");
        await AddAsync("letter", "mail", "en", "Anna Weber", "2024-03-01");
        await AddAsync("outlook", "outlookmail", "en", "Ben Okafor", "2024-03-02");
        // It bears no day: that of its upload counts.
        await AddAsync("brief", "text", "de", null, null);
        await TagAsync("lease", "Urgent");
        await TagAsync("letter", "urgent");
        await TagAsync("report", "Held");
        await database.OwnerAsync<object>($"""
            update documents set parent_id = (select id from documents where collection_id = '{_collection}' and title = 'report'), member_path = 'outlook.msg', member_sha256 = sha256('m')
            where collection_id = '{_collection}' and title = 'outlook' returning true
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_lets_the_documents_through_that_fit(string filter, string titles)
    {
        // By vectors, by the order of BM25's index, and row by row: no plan forgets it.
        foreach (var options in new RetrievalOptions[] { new(), new() { ExactBelow = 0, RowByRowBelow = 0 }, new() { ExactBelow = 0, RowByRowBelow = 1_000_000 } })
        {
            Assert.Equal(titles, await FindAsync(_person, Read(filter), options));
        }
    }

    [Theory]
    [InlineData("lease letter")]
    [InlineData("")]
    public async Task Leg_keeps_to_the_documents_by_itself_in_each_plan(string titles)
    {
        var documents = (await database.OwnerAsync<Guid[]>($"select coalesce(array_agg(id), '{{}}') from documents where collection_id = '{_collection}' and title = any (string_to_array('{titles}', ' '))")).ToArray();
        await using var session = await database.Database.BeginAsync(_person, Token);
        foreach (var leg in new[]
        {
            "kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 100, @way, '{}', '{}', @documents)",
            "kp_lexical_leg(array['en'], 'premises', @wanted, 100, @way, '{}', '{}', @documents)",
            "kp_both_legs(array_fill(0.05, array[384])::halfvec, 'now', array['en'], 'premises', @wanted, 100, '{}', '{}', @documents)",
            "kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 0, @way, '{}', '{}', @documents, array(select id from chunks))",
        })
        {
            foreach (var way in new[] { true, false })
            {
                var found = await session.QueryAsync<string>(
                    $"select d.title from {leg} l join chunks c on c.id = l.id join documents d on d.id = c.document_id order by 1", new { wanted = new[] { _collection }, way, documents }, Token);
                Assert.Equal(titles, string.Join(' ', found));
            }
        }
    }

    [Fact]
    public async Task Stranger_finds_nothing_by_any_filter_and_counts_nothing()
    {
        var stranger = await database.AddPersonAsync("stranger " + Guid.NewGuid());
        Assert.Equal("", await FindAsync(stranger, Read("type=pdf"), new()));
        Assert.Equal("", await FindAsync(stranger, Read("tag=urgent"), new()));
        var facets = await new FacetStore(database.Database).CountAsync(stranger, SearchFilter.None, Token);
        Assert.Empty(facets.Collections.Concat(facets.Types).Concat(facets.Languages).Concat(facets.Authors).Concat(facets.Tags));
        var narrowed = await new FacetStore(database.Database).CountAsync(_person with { OnlyCollections = [Guid.NewGuid()] }, SearchFilter.None, Token);
        Assert.Empty(narrowed.Collections.Concat(narrowed.Types).Concat(narrowed.Tags));
    }

    [Fact]
    public async Task Counts_apply_the_other_filters_and_not_their_own()
    {
        var all = await new FacetStore(database.Database).CountAsync(_person, SearchFilter.None, Token);
        Assert.Equal("mail 2, doc 1, docx 1, pdf 1, txt 1", Written(all.Types));
        Assert.Equal("en 5, de 1", Written(all.Languages));
        Assert.Equal("grace chen 2, anna weber 1, ben okafor 1", Written(all.Authors));
        Assert.Equal("held 2, urgent 2", Written(all.Tags));
        Assert.Equal(6, Assert.Single(all.Collections).Documents);

        var mails = await new FacetStore(database.Database).CountAsync(_person, Read("type=mail from=2024-03-02"), Token);
        Assert.Equal("mail 1, txt 1", Written(mails.Types));
        Assert.Equal("ben okafor 1", Written(mails.Authors));
        Assert.Equal("held 1", Written(mails.Tags));
        Assert.Equal(1, Assert.Single(mails.Collections).Documents);
    }

    [Theory]
    [InlineData("type=exe", "type_unknown")]
    [InlineData("language=German", "language_invalid")]
    [InlineData("from=2024-03-02 to=2024-03-01", "dates_reversed")]
    public async Task What_is_no_filter_is_refused_by_name(string filter, string code)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => FindAsync(_person, Read(filter), new()));
        Assert.Equal(code, refused.Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => new FacetStore(database.Database).CountAsync(_person, Read(filter), Token))).Code);
    }

    private async Task<string> FindAsync(Caller caller, SearchFilter filter, RetrievalOptions options)
    {
        var hits = await Searches.Over(database, options).FindAsync(caller, "premises", filter with { Collections = [_collection] }, 50, Token);
        return string.Join(' ', hits.Select(hit => hit.Title).Order(StringComparer.Ordinal));
    }

    private static string Written(IReadOnlyList<FacetCount> counts) => string.Join(", ", counts.Select(count => $"{count.Value.ToLowerInvariant()} {count.Documents}")
        .OrderByDescending(line => line[^1]).ThenBy(line => line, StringComparer.Ordinal));

    private static SearchFilter Read(string text)
    {
        // "grace chen" is one value.
        var values = Regex.Matches(text, @"(\w+)=(.*?)(?=\s+\w+=|$)").ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return new SearchFilter
        {
            Types = [.. values["type"]], Languages = [.. values["language"]], Authors = [.. values["author"]], Tags = [.. values["tag"]],
            From = SearchFilter.ReadDay(values["from"].FirstOrDefault()), To = SearchFilter.ReadDay(values["to"].FirstOrDefault()),
        };
    }

    private Task TagAsync(string title, string tag) => database.OwnerAsync<object>($"""
        insert into document_tags (document_id, collection_id, tag) select id, collection_id, '{tag}' from documents where collection_id = '{_collection}' and title = '{title}' returning true
        """);

    private Task AddAsync(string title, string format, string language, string? author, string? dated) => database.OwnerAsync<object>($"""
        insert into embedding_models (name, dimensions) values ('now', 384) on conflict (name) do nothing;
        with d as (insert into documents (collection_id, title) values ('{_collection}', '{title}') returning id),
        v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, language, chunk_count, format, author, dated, uploaded_at)
              select id, '{_collection}', 1, '{title}', sha256('{_collection}{title}'::bytea), 1, 'published', '{language}', 1, '{format}', {Quoted(author)}, {Quoted(dated)}, '2026-11-27T10:00:00Z'
              from d returning id, document_id)
        insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes, embedding_model_id, embedding)
        select v.id, v.document_id, '{_collection}', 0, '', '{title}', 'The premises.', 'en', 1, 1, array[1,0,4], array[]::real[], m.id, array_fill(0.05, array[384])::halfvec
        from v, embedding_models m where m.name = 'now' returning true;
        update documents d set current_version_id = v.id from document_versions v where v.document_id = d.id and d.current_version_id is null
        """);

    private static string Quoted(string? text) => text is null ? "null" : $"'{text}'";
}
