using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>The rows of what runs gave.</summary>
internal static class RunResults
{
    /// <summary>The results of a run so far, in no order.</summary>
    public static Task<IReadOnlyList<QuestionResult>> ReadAsync(DatabaseSession session, Guid run, CancellationToken cancellationToken) => session.QueryAsync<QuestionResult>(
        "select question_id, document_rank, passage_rank, of_passage, ndcg10, milliseconds, found from question_results where run_id = @run", new { run }, cancellationToken);
}
