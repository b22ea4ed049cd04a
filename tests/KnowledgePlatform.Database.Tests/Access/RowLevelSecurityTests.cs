using KnowledgePlatform.Core.Access;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Access;

/// <summary>Logs in as the application's own role and tries to read across.</summary>
public sealed class RowLevelSecurityTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private Caller _owner = null!;
    private Caller _stranger = null!;
    private Guid _collection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        _owner = await database.AddPersonAsync("owner-" + mark);
        _stranger = await database.AddPersonAsync("stranger-" + mark);
        _collection = await database.AddCollectionAsync(_owner, "Matter " + mark);
        await database.OwnerAsync<object>($"""
            with d as (insert into documents (collection_id, title) values ('{_collection}', 'Lease') returning id),
            v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes)
                  select id, '{_collection}', 1, 'lease.pdf', sha256('{mark}'::bytea), 1 from d returning id, document_id),
            p as (insert into pages (version_id, number, collection_id, width, height, text, blocks, words)
                  select id, 1, '{_collection}', 0, 0, 'Rent', array[]::int[], array[]::real[] from v),
            g as (insert into document_tags (document_id, collection_id, tag) select document_id, '{_collection}', 'Urgent' from v),
            s as (insert into ingestion_stages (version_id, collection_id, stage, started_at) select id, '{_collection}', 'parse', now() from v),
            c as (insert into staged_chunks (version_id, ordinal, collection_id, heading_path, context, text, language, token_count, pieces, boxes)
                  select id, 0, '{_collection}', '', 'Lease', 'Rent', 'en', 1, array[1,0,4], array[]::real[] from v),
            m as (insert into embedding_models (name, dimensions) values ('test-{mark}', 384) returning id),
            k as (insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page,
                                      pieces, boxes, embedding_model_id, embedding)
                  select v.id, v.document_id, '{_collection}', 0, '', 'Lease', 'Rent', 'en', 1, 1, array[1,0,4], array[]::real[], m.id,
                         array_fill(0.05, array[384])::halfvec from v, m returning id),
            t as (insert into conversations (user_id, title) values ('{_owner.UserId}', 'Rent') returning id),
            a as (insert into answers (conversation_id, ordinal, question, standalone_question, mode, sentences, source_collections)
                  select id, 1, 'Rent?', 'Rent?', 'quotations', '[]', array['{_collection}'::uuid] from t returning id),
            q as (insert into citations (answer_id, number, collection_id, document_id, version_id, title, heading_path, quote, first_page, pieces)
                  select a.id, 1, '{_collection}', v.document_id, v.id, 'Lease', '', 'Rent', 1, array[1,0,4] from a, v),
            e as (insert into chunk_vectors (chunk_id, slot, document_id, collection_id, embedding)
                  select k.id, 3, v.document_id, '{_collection}', array_fill(0.05, array[384])::halfvec from k, v),
            r as (insert into answer_sources (answer_id, document_id, collection_id) select a.id, v.document_id, '{_collection}' from a, v)
            select true
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string> TablesThatLeadToDocuments => new()
    {
        { "collections", "id = @c" }, { "grants", "collection_id = @c" }, { "documents", "collection_id = @c" },
        { "document_versions", "collection_id = @c" }, { "ingestion_stages", "collection_id = @c" }, { "pages", "collection_id = @c" },
        { "chunks", "collection_id = @c" }, { "conversations", "user_id = @u" }, { "answers", "@c = any (source_collections)" },
        { "citations", "collection_id = @c" }, { "answer_sources", "collection_id = @c" }, { "document_tags", "collection_id = @c" },
        { "chunk_vectors", "collection_id = @c and slot = 3" }, { "tags_in_force", "document_id in (select document_id from document_tags where collection_id = @c)" },
    };

    [Theory]
    [MemberData(nameof(TablesThatLeadToDocuments))]
    public async Task Table_shows_rows_to_whoever_was_given_access_and_to_nobody_else(string table, string filter)
    {
        Assert.Equal(1, await CountAsync(_owner, table, filter));
        Assert.Equal(0, await CountAsync(_stranger, table, filter));
    }

    [Theory]
    [MemberData(nameof(TablesThatLeadToDocuments))]
    public async Task Table_shows_nothing_when_no_person_is_set(string table, string filter)
    {
        await using var command = database.Database.AppPool.CreateCommand($"select count(*) from {table} where {filter}");
        command.Parameters.AddWithValue("c", _collection);
        command.Parameters.AddWithValue("u", _owner.UserId);
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [MemberData(nameof(TablesThatLeadToDocuments))]
    public async Task Administrator_without_a_grant_sees_who_has_access_and_no_row_of_a_document(string table, string filter)
    {
        await database.OwnerAsync<bool>($"update users set is_administrator = true where id = '{_stranger.UserId}' returning true");
        Assert.Equal(table == "grants" ? 1 : 0, await CountAsync(_stranger, table, filter));
    }

    [Fact]
    public async Task Every_table_is_secured_or_listed_as_leading_to_no_document()
    {
        var open = await database.OwnerAsync<string>("""
            select string_agg(relname, ' ' order by relname) from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity
            """);
        Assert.Equal(
            "api_keys data_protection_keys embedding_models group_members groups released_originals schema_versions sign_in_sessions user_claims user_logins user_tokens users", open);
    }

    [Theory]
    [InlineData("staged_chunks")]
    [InlineData("staged_members")]
    [InlineData("staged_pages")]
    [InlineData("staged_readings")]
    public async Task What_is_staged_is_closed_to_the_application(string table)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => CountAsync(_owner, table, "collection_id = @c"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Password_of_a_file_is_read_by_nobody_of_the_application_not_even_encrypted()
    {
        await database.OwnerAsync<object>($"insert into version_passwords select id, collection_id, 'secret' from document_versions where collection_id = '{_collection}' returning true");
        Assert.Equal(1, await CountAsync(_owner, "version_passwords", "collection_id = @c"));
        Assert.Equal(0, await CountAsync(_stranger, "version_passwords", "collection_id = @c"));
        var error = await Assert.ThrowsAsync<PostgresException>(() => CountAsync(_owner, "version_passwords", "collection_id = @c and protected is not null"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Document_that_answers_a_question_of_a_set_is_shown_to_an_administrator_who_may_open_it_and_to_nobody_else()
    {
        await database.OwnerAsync<object>($"""
            with s as (insert into question_sets (id, name) values (gen_random_uuid(), 'Set {_collection}') returning id),
            q as (insert into set_questions (id, set_id, number, label, question) select gen_random_uuid(), id, 1, '1', 'Rent?' from s returning id)
            insert into question_targets (question_id, ordinal, document_id, collection_id, answer) select q.id, 1, d.id, d.collection_id, 'Rent' from q, documents d where d.collection_id = '{_collection}';
            update users set is_administrator = true where id = '{_stranger.UserId}';
            select true
            """);
        Assert.Equal(0, await CountAsync(_owner, "question_targets", "collection_id = @c"));
        Assert.Equal(0, await CountAsync(_stranger, "question_targets", "collection_id = @c"));
        await GiveAsync(_stranger, "reader");
        Assert.Equal(1, await CountAsync(_stranger, "question_targets", "collection_id = @c"));
        Assert.Equal(0, await CountAsync(_stranger with { OnlyCollections = [] }, "question_targets", "collection_id = @c"));
        await using var session = await database.Database.BeginWorkerAsync(Token);
        var error = await Assert.ThrowsAsync<PostgresException>(() => session.ReadAsync<long>("select count(*) from question_targets", null, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Member_cannot_point_to_a_document_of_another_collection()
    {
        var elsewhere = await database.AddCollectionAsync(_owner, "Elsewhere " + Guid.NewGuid().ToString("N"));
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.OwnerAsync<object>($"""
            insert into documents (collection_id, title, parent_id, member_path, member_sha256)
            select '{elsewhere}', 'Stray', id, 'a.txt', sha256('a') from documents where collection_id = '{_collection}' returning true
            """));
        Assert.Equal("documents_parent", error.ConstraintName);
    }

    [Fact]
    public async Task Setting_of_one_transaction_is_gone_in_the_next_on_the_same_connection()
    {
        await using var connection = await database.Database.AppPool.OpenConnectionAsync(Token);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await using var set = new NpgsqlCommand($"select set_config('kp.user_id', '{_owner.UserId}', true)", connection, transaction);
            await set.ExecuteNonQueryAsync(Token);
            await transaction.CommitAsync(Token);
        }

        await using var count = new NpgsqlCommand("select count(*) from documents", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Key_narrowed_to_another_collection_sees_nothing_of_this_one()
    {
        var narrowed = _owner with { OnlyCollections = [Guid.NewGuid()] };
        Assert.Equal(0, await CountAsync(narrowed, "chunks", "collection_id = @c"));
        Assert.Equal(0, await CountAsync(_owner with { OnlyCollections = [] }, "chunks", "collection_id = @c"));
    }

    [Fact]
    public async Task Key_narrowed_to_a_collection_sees_the_conversations_that_looked_there_alone()
    {
        var other = Guid.NewGuid();
        await database.OwnerAsync<object>($"""
            insert into conversations (user_id, title, collection_ids) values
                ('{_owner.UserId}', 'there', array['{_collection}'::uuid]), ('{_owner.UserId}', 'there and elsewhere', array['{_collection}', '{other}']::uuid[])
            returning true
            """);
        // The third is that of the beginning, which looked everywhere.
        Assert.Equal(3, await CountAsync(_owner, "conversations", "user_id = @u"));
        var narrowed = _owner with { OnlyCollections = [_collection] };
        Assert.Equal(1, await CountAsync(narrowed, "conversations", "user_id = @u"));
        Assert.Equal(1, await CountAsync(narrowed, "conversations", "title = 'there'"));
        Assert.Equal(0, await CountAsync(narrowed, "answers", "true"));
        Assert.Equal(0, await CountAsync(_owner with { OnlyCollections = [] }, "conversations", "user_id = @u"));
    }

    [Fact]
    public async Task Reader_may_read_but_neither_add_nor_delete_nor_give_access()
    {
        await GiveAsync(_stranger, "reader");
        Assert.Equal(1, await CountAsync(_stranger, "chunks", "collection_id = @c"));
        await using var session = await database.Database.BeginAsync(_stranger, Token);
        Assert.Equal(0, await session.ExecuteAsync("delete from documents where collection_id = @c", new { c = _collection }, Token));
        Assert.Equal(0, await session.ExecuteAsync("delete from document_tags where collection_id = @c", new { c = _collection }, Token));
        Assert.Equal(0, await session.ExecuteAsync("update grants set role = 'manager' where collection_id = @c", new { c = _collection }, Token));
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            session.ExecuteAsync("insert into documents (collection_id, title) values (@c, 'x')", new { c = _collection }, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Group_gives_its_members_what_it_was_given()
    {
        await database.OwnerAsync<object>($"""
            with g as (insert into groups (name) values ('{Guid.NewGuid()}') returning id),
            m as (insert into group_members select id, '{_stranger.UserId}' from g)
            insert into grants (collection_id, group_id, role) select '{_collection}', id, 'reader' from g returning true
            """);
        Assert.Equal(1, await CountAsync(_stranger, "documents", "collection_id = @c"));
    }

    [Fact]
    public async Task Answer_is_closed_once_a_collection_it_rests_on_is_closed_to_its_asker()
    {
        await database.OwnerAsync<object>($"with d as (delete from grants where collection_id = '{_collection}') select true");
        Assert.Equal(1, await CountAsync(_owner, "conversations", "user_id = @u"));
        Assert.Equal(0, await CountAsync(_owner, "answers", "true"));
        Assert.Equal(0, await CountAsync(_owner, "citations", "true"));
        Assert.Equal(0, await CountAsync(_owner, "answer_sources", "true"));
    }

    [Fact]
    public async Task Worker_sees_no_people_questions_or_keys()
    {
        foreach (var table in new[] { "users", "conversations", "answers", "citations", "api_keys", "grants" })
        {
            await using var session = await database.Database.BeginWorkerAsync(Token);
            var error = await Assert.ThrowsAsync<PostgresException>(() => session.ReadAsync<long>($"select count(*) from {table}", null, Token));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        }
    }

    private async Task GiveAsync(Caller person, string role) => await database.OwnerAsync<object>(
        $"insert into grants (collection_id, user_id, role) values ('{_collection}', '{person.UserId}', '{role}') returning true");

    private async Task<long> CountAsync(Caller caller, string table, string filter)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        return await session.ReadAsync<long>($"select count(*) from {table} where {filter}", new { c = _collection, u = _owner.UserId }, Token);
    }
}
