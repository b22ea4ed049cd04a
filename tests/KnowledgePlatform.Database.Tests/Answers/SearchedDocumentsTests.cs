using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Answers;

/// <summary>What "not found" says of what was searched.</summary>
public sealed class SearchedDocumentsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Not_found_counts_what_was_searched_and_what_could_not_be()
    {
        var person = await database.AddPersonAsync("asks " + Guid.NewGuid());
        var (leases, letters, closed) = (await CollectionAsync(person), await CollectionAsync(person), await CollectionAsync(await database.AddPersonAsync("other " + Guid.NewGuid())));
        await AddAsync(leases, ("published", false), ("published", true), ("failed", false), ("received", false));
        await AddAsync(letters, ("published", false));
        await AddAsync(closed, ("published", false), ("failed", false));

        var said = await new SearchedDocuments(database.Database).DescribeAsync(person, [leases, letters, closed], Token);

        Assert.Equal(
            "Searched: 3 documents in 2 collections. Of 1 document only a part could be read. 1 document could not be read, so it was not searched. "
            + "1 document is still being read: ask again when it is published.", said);
    }

    [Fact]
    public async Task Document_whose_new_version_failed_was_searched_in_its_earlier_one()
    {
        var person = await database.AddPersonAsync("asks " + Guid.NewGuid());
        var collection = await CollectionAsync(person);
        await AddAsync(collection, ("published", false));
        await database.OwnerAsync<object>($"""
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state)
            select id, collection_id, 2, 'new.pdf', sha256('new'::bytea), 1, 'failed' from documents where collection_id = '{collection}'
            """);

        Assert.Equal("Searched: 1 document in 1 collection.", await new SearchedDocuments(database.Database).DescribeAsync(person, [collection], Token));
    }

    [Fact]
    public async Task Nothing_searched_is_said_to_be_nothing()
    {
        var person = await database.AddPersonAsync("asks " + Guid.NewGuid());
        var collection = await CollectionAsync(person);

        Assert.Equal("There was no document to search.", await new SearchedDocuments(database.Database).DescribeAsync(person, [collection], Token));
    }

    private Task<Guid> CollectionAsync(Caller owner) => database.AddCollectionAsync(owner, "Searched " + Guid.NewGuid());

    private async Task AddAsync(Guid collection, params (string State, bool Partly)[] documents)
    {
        foreach (var (state, partly) in documents)
        {
            await database.OwnerAsync<object>($"""
                with d as (insert into documents (collection_id, title) values ('{collection}', 'Lease') returning id)
                insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, is_partial)
                select id, '{collection}', 1, 'lease.pdf', sha256('{Guid.NewGuid()}'::bytea), 1, '{state}', {partly} from d;
                update documents d set current_version_id = v.id from document_versions v where v.document_id = d.id and v.state = 'published' and d.current_version_id is null
                """);
        }
    }
}
