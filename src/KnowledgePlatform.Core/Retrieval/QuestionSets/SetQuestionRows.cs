using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>The rows of questions and of what should be found for them.</summary>
internal static class SetQuestionRows
{
    /// <summary>The questions that the next run asks, in their order.</summary>
    public static async Task<IReadOnlyList<SetQuestion>> ReadAsync(DatabaseSession session, Guid set, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<Row>(
            """
            select q.id, q.label, q.question, d.id as document_id, d.title, v.file_name, t.answer
            from set_questions q left join question_targets t on t.question_id = q.id left join documents d on d.id = t.document_id
            left join document_versions v on v.id = d.current_version_id
            where q.set_id = @set and q.retired_at is null order by q.number, q.id, t.ordinal
            """,
            new { set }, cancellationToken).ConfigureAwait(false);
        return [.. rows.GroupBy(row => row.Id).Select(group => new SetQuestion(
            group.Key, group.First().Label, group.First().Question,
            [.. group.Where(row => row.DocumentId is not null).Select(row => new QuestionTarget(row.DocumentId!.Value, row.Title!, row.FileName, row.Answer))]))];
    }

    /// <summary>What makes two questions the same one.</summary>
    public static string KeyOf(SetQuestion question) =>
        string.Join('\n', [question.Text, .. question.Targets.Select(target => $"{target.DocumentId} {target.Answer}").Order(StringComparer.Ordinal)]);

    /// <summary>What makes two questions the same one.</summary>
    public static string KeyOf(Wanted question) =>
        string.Join('\n', [question.Text, .. question.Targets.Select(target => $"{target.Document} {target.Answer}").Order(StringComparer.Ordinal)]);

    /// <summary>Takes questions out of the set: those that a run asked stay for it.</summary>
    /// <returns>How many were in it.</returns>
    public static async Task<int> RetireAsync(DatabaseSession session, Guid set, IReadOnlyCollection<Guid> questions, CancellationToken cancellationToken)
    {
        var parameters = new { set, ids = questions.ToArray() };
        var gone = await session.ExecuteAsync(
            "delete from set_questions q where set_id = @set and id = any (@ids) and not exists (select from question_results r where r.question_id = q.id)", parameters, cancellationToken)
            .ConfigureAwait(false);
        return gone + await session.ExecuteAsync(
            "update set_questions set retired_at = now() where set_id = @set and id = any (@ids) and retired_at is null", parameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a question.</summary>
    public static async Task InsertAsync(DatabaseSession session, Guid set, Wanted question, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "insert into set_questions (id, set_id, number, label, question) values (@Id, @set, @Number, @Label, @Text)",
            new { question.Id, set, question.Number, question.Label, question.Text }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            insert into question_targets (question_id, ordinal, document_id, collection_id, answer)
            select @Id, ordinality, document, collection, answer from unnest(@documents, @collections, @answers) with ordinality t (document, collection, answer)
            """,
            new
            {
                question.Id, documents = question.Targets.Select(target => target.Document).ToArray(), collections = question.Targets.Select(target => target.Collection).ToArray(),
                answers = question.Targets.Select(target => target.Answer).ToArray(),
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes when the set changed and who did it, and commits.</summary>
    public static async Task ChangedAsync(DatabaseSession session, Caller caller, Guid set, object detail, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("update question_sets set changed_at = now() where id = @set", new { set }, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "question_set.questions", set, detail, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A question as it is to stand in the set.</summary>
    internal sealed record Wanted(Guid Id, int Number, string Label, string Text, IReadOnlyList<(Guid Document, Guid Collection, string? Answer)> Targets);

    private sealed record Row(Guid Id, string Label, string Question, Guid? DocumentId, string? Title, string? FileName, string? Answer);
}
