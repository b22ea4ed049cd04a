using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval.QuestionSets;

/// <summary>Sets and their questions as administrators keep them.</summary>
public sealed class QuestionSetTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];
    private QuestionSetParts _parts = null!;
    private Caller _administrator = null!, _other = null!, _person = null!;
    private Guid _lease;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.OwnerAsync<object>("delete from question_sets; delete from collections; select true");
        _parts = new QuestionSetParts(database, new QuestionSetOptions { MaxQuestions = 3 });
        _administrator = await database.AddPersonAsync("keeper " + _mark, administrator: true);
        _other = await database.AddPersonAsync("other " + _mark, administrator: true);
        _person = await database.AddPersonAsync("person " + _mark);
        _lease = await _parts.AddDocumentAsync(_administrator, "Matter " + _mark, "Rent is due on the first day of each month.", "The Landlord may re-enter after 21 days.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Question_names_its_document_by_file_name_or_title_or_id_and_words_of_its_passage()
    {
        var set = await _parts.Sets.AddAsync(_administrator, "Leases", Token);
        await _parts.Questions.AddAsync(_administrator, set, "When is rent due?", "LEASE.pdf", null, Token);
        await _parts.Questions.AddAsync(_administrator, set, "When may the landlord re-enter?", "Lease", "after 21\ndays", Token);
        await _parts.Questions.AddAsync(_administrator, set, "Which day?", _lease.ToString(), "", Token);

        var questions = await _parts.Questions.ListAsync(_administrator, set, Token);
        Assert.Equal([null, "after 21\ndays", null], questions.Select(question => Assert.Single(question.Targets).Answer));
        Assert.All(questions, question => Assert.Equal((_lease, "lease.pdf"), (question.Targets[0].DocumentId, question.Targets[0].FileName)));
        Assert.Equal(3, (await _parts.Sets.FindAsync(_administrator, set, Token)).QuestionCount);
        Assert.Equal("questions_too_many", await CodeAsync(() => _parts.Questions.AddAsync(_administrator, set, "A fourth?", "Lease", null, Token)));
    }

    [Fact]
    public async Task Unknown_document_a_closed_one_and_words_that_stand_nowhere_are_refused()
    {
        var set = await _parts.Sets.AddAsync(_administrator, "Leases", Token);
        Assert.Equal("document_not_found", await CodeAsync(() => _parts.Questions.AddAsync(_administrator, set, "When?", "deed.pdf", null, Token)));
        Assert.Equal("document_not_found", await CodeAsync(() => _parts.Questions.AddAsync(_other, set, "When?", "lease.pdf", null, Token)));
        Assert.Equal("document_not_found", await CodeAsync(() => _parts.Questions.AddAsync(_other, set, "When?", _lease.ToString(), null, Token)));
        Assert.Equal("answer_not_found", await CodeAsync(() => _parts.Questions.AddAsync(_administrator, set, "When?", "lease.pdf", "after 22 days", Token)));
        Assert.Equal("question_invalid", await CodeAsync(() => _parts.Questions.AddAsync(_administrator, set, " ? ", "lease.pdf", null, Token)));
        await _parts.AddDocumentAsync(_administrator, "Second " + _mark, "Another lease.");
        Assert.Equal("document_ambiguous", await CodeAsync(() => _parts.Questions.AddAsync(_administrator, set, "When?", "lease.pdf", null, Token)));
    }

    [Fact]
    public async Task Administrator_who_may_not_open_the_document_sees_the_question_and_nothing_of_what_answers_it()
    {
        var set = await _parts.Sets.AddAsync(_administrator, "Leases", Token);
        await _parts.Questions.AddAsync(_administrator, set, "When may the landlord re-enter?", "lease.pdf", "after 21 days", Token);

        Assert.Empty(Assert.Single(await _parts.Questions.ListAsync(_other, set, Token)).Targets);
        Assert.Equal("", await _parts.Files.ExportAsync(_other, set, Token));
        foreach (var (caller, seen) in new[] { (_administrator, 1), (_other, 0), (_person, 0) })
        {
            await using var session = await database.Database.BeginAsync(caller, Token);
            Assert.Equal(seen, await session.ReadAsync<long>("select count(*) from question_targets", null, Token));
        }
    }

    [Fact]
    public async Task Only_administrators_keep_sets_and_the_database_says_so_itself()
    {
        Assert.Equal("administrators_only", await CodeAsync(() => _parts.Sets.AddAsync(_person, "Mine", Token)));
        Assert.Equal("administrators_only", await CodeAsync(() => _parts.Sets.ListAsync(_person, Token)));
        await _parts.Sets.AddAsync(_administrator, "Leases", Token);
        await using var session = await database.Database.BeginAsync(_person, Token);
        Assert.Equal(0, await session.ReadAsync<long>("select count(*) from question_sets", null, Token));
        var error = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("insert into question_sets (id, name) values (gen_random_uuid(), 'Mine')", null, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Exported_file_is_taken_in_again_without_a_change_and_questions_that_stay_are_the_same_ones()
    {
        const string File = """
            {"id": "a", "text": "When is rent due?"}
            {"_id": "b", "text": "When may the landlord re-enter?"}
            query-id	corpus-id	score
            a	lease	1
            {"query_id": "b", "doc_id": "lease", "answers": [{"text": "after 21 days", "start": 25}]}
            """;
        var first = await _parts.Files.ImportAsync(_administrator, "Leases", File, Token);
        Assert.Equal((2, 0, 0), (first.Added, first.Kept, first.Retired));
        var before = await _parts.Questions.ListAsync(_administrator, first.SetId, Token);
        var exported = await _parts.Files.ExportAsync(_administrator, first.SetId, Token);
        Assert.Contains("\"query_id\":\"b\",\"text\":\"When may the landlord re-enter?\",\"doc_id\":\"lease.pdf\"", exported, StringComparison.Ordinal);

        var again = await _parts.Files.ImportAsync(_administrator, "LEASES", exported, Token);
        Assert.Equal((first.SetId, 0, 2, 0), (again.SetId, again.Added, again.Kept, again.Retired));
        var mended = await _parts.Files.ImportAsync(_administrator, "Leases", exported.Replace("When is rent due?", "When must rent be paid?", StringComparison.Ordinal), Token);
        Assert.Equal((1, 1, 1), (mended.Added, mended.Kept, mended.Retired));
        var after = await _parts.Questions.ListAsync(_administrator, first.SetId, Token);
        Assert.Equal(before[1].Id, after[1].Id);
        Assert.NotEqual(before[0].Id, after[0].Id);
    }

    [Fact]
    public async Task Import_under_the_name_of_a_colleague_leaves_the_questions_whose_documents_are_closed()
    {
        const string File = "{\"query_id\": \"a\", \"text\": \"When?\", \"doc_id\": \"lease\", \"answers\": [{\"text\": \"after 21 days\"}]}";
        var first = await _parts.Files.ImportAsync(_administrator, "Leases", File, Token);
        await _parts.AddDocumentAsync(_other, "Own " + _mark, "The Landlord may re-enter after 21 days.");
        var second = await _parts.Files.ImportAsync(_other, "Leases", File, Token);
        Assert.Equal((first.SetId, 1, 0, 1), (second.SetId, second.Added, second.Retired, second.Unseen));
        Assert.Equal(2, (await _parts.Questions.ListAsync(_administrator, first.SetId, Token)).Count);
        Assert.Equal("questions_too_many", await CodeAsync(() => _parts.Files.ImportAsync(_other, "Leases", string.Join('\n', "abc".Select(id => File.Replace("\"a\"", $"\"{id}\"", StringComparison.Ordinal))), Token)));
    }

    [Fact]
    public async Task Import_takes_out_questions_whose_documents_were_deleted()
    {
        const string File = "{\"query_id\": \"a\", \"text\": \"When?\", \"doc_id\": \"lease\", \"answers\": [{\"text\": \"after 21 days\"}]}";
        var first = await _parts.Files.ImportAsync(_administrator, "Leases", File, Token);
        await database.OwnerAsync<object>($"delete from documents where id = '{_lease}'; select true");
        await _parts.AddDocumentAsync(_other, "Own " + _mark, "The Landlord may re-enter after 21 days.");
        var second = await _parts.Files.ImportAsync(_other, "Leases", File, Token);
        Assert.Equal((first.SetId, 1, 1, 0), (second.SetId, second.Added, second.Retired, second.Unseen));
    }

    [Fact]
    public async Task Two_who_import_under_one_new_name_at_once_get_one_set_or_hear_that_the_name_is_taken()
    {
        const string File = "{\"query_id\": \"a\", \"text\": \"When?\", \"doc_id\": \"lease\", \"answers\": [{\"text\": \"after 21 days\"}]}";
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await _parts.Files.ImportAsync(_administrator, "New", File, Token);
                return "taken in";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));
        Assert.Contains("taken in", outcomes);
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "taken in", "question_set_name_taken" }));
        Assert.Single(await _parts.Sets.ListAsync(_administrator, Token));
    }

    [Fact]
    public async Task File_with_an_unknown_document_changes_nothing_and_one_with_words_that_stand_nowhere_says_whose()
    {
        var unknown = await Assert.ThrowsAsync<RefusedException>(() => _parts.Files.ImportAsync(
            _administrator, "Leases", "{\"text\": \"When?\", \"doc_id\": \"lease\"}\n{\"query_id\": \"z\", \"text\": \"Who?\", \"doc_id\": \"deed\"}", Token));
        Assert.Equal("documents_not_found", unknown.Code);
        Assert.Contains("\"z\"", unknown.Message, StringComparison.Ordinal);
        Assert.Empty(await _parts.Sets.ListAsync(_administrator, Token));
        Assert.Equal("question_file_unreadable", await CodeAsync(() => _parts.Files.ImportAsync(_administrator, "Leases", "{\"text\": ", Token)));

        var taken = await _parts.Files.ImportAsync(_administrator, "Leases", "{\"query_id\": \"y\", \"text\": \"When?\", \"doc_id\": \"lease\", \"answers\": [{\"text\": \"after 22 days\"}]}", Token);
        Assert.Equal(["y"], taken.WithoutPassage);
    }

    [Fact]
    public async Task Deleted_document_takes_the_words_along_and_each_change_is_in_the_trail_without_any_text()
    {
        var set = await _parts.Sets.AddAsync(_administrator, "Leases " + _mark, Token);
        await _parts.Questions.AddAsync(_administrator, set, "When may the landlord re-enter?", "lease.pdf", "after 21 days", Token);
        await database.OwnerAsync<object>($"delete from documents where id = '{_lease}'; select true");
        Assert.Empty(Assert.Single(await _parts.Questions.ListAsync(_administrator, set, Token)).Targets);
        Assert.Equal(0, await database.OwnerAsync<long>("select count(*) from question_targets"));
        await _parts.Sets.ChangeAsync(_administrator, set, "Rents " + _mark, true, Token);
        await _parts.Sets.RemoveAsync(_administrator, set, Token);

        Assert.Equal(
            "question_set.add question_set.questions question_set.change question_set.remove",
            await database.OwnerAsync<string>($"select string_agg(action, ' ' order by id) from audit_events where subject_id = '{set}'"));
        Assert.Equal(0, await database.OwnerAsync<long>($"select count(*) from audit_events where subject_id = '{set}' and detail::text ~ 'landlord|21 days'"));
    }

    private static async Task<string> CodeAsync(Func<Task> action) => (await Assert.ThrowsAsync<RefusedException>(action)).Code;
}
