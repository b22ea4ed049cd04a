using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using static KnowledgePlatform.Core.Retrieval.QuestionSets.SetQuestionRows;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>The questions of sets, one by one. Everything here is for administrators, and documents are those that the administrator may open.</summary>
public sealed class SetQuestionStore(PlatformDatabase database, QuestionSetStore sets, SetQuestionRules rules)
{
    /// <summary>The questions of a set in their order.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>.</exception>
    public async Task<IReadOnlyList<SetQuestion>> ListAsync(Caller caller, Guid set, CancellationToken cancellationToken)
    {
        await sets.FindAsync(caller, set, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(session, set, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a question.</summary>
    /// <param name="caller">An administrator who may open the document.</param>
    /// <param name="set">The set.</param>
    /// <param name="text">What is asked.</param>
    /// <param name="document">The right document: its file name, title or id.</param>
    /// <param name="answer">Words of the right passage; empty where the document is enough.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusedException">
    /// <c>question_set_not_found</c>, <c>question_invalid</c>, <c>questions_too_many</c>, <c>document_not_found</c>, <c>document_ambiguous</c>, <c>answer_not_found</c>.
    /// </exception>
    public async Task<Guid> AddAsync(Caller caller, Guid set, string text, string document, string? answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(document);
        text = rules.Checked(text, "The question");
        answer = string.IsNullOrWhiteSpace(answer) ? null : rules.Checked(answer, "The words of the passage");
        var there = await sets.FindAsync(caller, set, cancellationToken).ConfigureAwait(false);
        rules.RefuseTooMany(there.QuestionCount + 1);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var names = await NamedTargets.ReadAsync(session, [document], cancellationToken).ConfigureAwait(false);
        var found = names.Find(document);
        if (answer is not null && !await names.HoldsAsync(found.Id, answer, cancellationToken).ConfigureAwait(false))
        {
            throw new RefusedException(
                RefusalKind.Invalid, "answer_not_found", "No passage of this document has these words one after the other. Copy them from the document, from within one paragraph.");
        }

        var id = Guid.CreateVersion7();
        var number = await session.ReadAsync<int>("select coalesce(max(number), 0) + 1 from set_questions where set_id = @set", new { set }, cancellationToken).ConfigureAwait(false);
        await InsertAsync(session, set, new Wanted(id, number, $"{id:N}"[^8..], text, [(found.Id, found.Collection, answer)]), cancellationToken).ConfigureAwait(false);
        await ChangedAsync(session, caller, set, new { there.Name, added = 1 }, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Retires a question: the next run does not ask it, and earlier ones still show it.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>, <c>question_not_found</c>.</exception>
    public async Task RemoveAsync(Caller caller, Guid set, Guid question, CancellationToken cancellationToken)
    {
        var there = await sets.FindAsync(caller, set, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await RetireAsync(session, set, [question], cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new RefusedException(RefusalKind.NotFound, "question_not_found", "There is no such question in this set.");
        }

        await ChangedAsync(session, caller, set, new { there.Name, retired = 1 }, cancellationToken).ConfigureAwait(false);
    }

}
