using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Question sets. Everything here is for administrators.</summary>
public sealed class QuestionSetStore(PlatformDatabase database)
{
    private const int MaxName = 100;

    private const string Summary = """
        select s.id, s.name, s.gate, (select count(*)::int from set_questions q where q.set_id = s.id and q.retired_at is null) as question_count,
               (select count(*)::int from question_runs r where r.set_id = s.id) as run_count, s.changed_at
        from question_sets s
        """;

    /// <summary>All sets by name.</summary>
    public async Task<IReadOnlyList<QuestionSet>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<QuestionSet>(Summary + " order by lower(s.name)", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One set.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>.</exception>
    public async Task<QuestionSet> FindAsync(Caller caller, Guid set, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<QuestionSet>(Summary + " where s.id = @set", new { set }, cancellationToken).ConfigureAwait(false) ?? throw NotFound();
    }

    /// <summary>Makes an empty set.</summary>
    /// <exception cref="RefusedException"><c>question_set_name_taken</c>, <c>question_set_name_invalid</c>.</exception>
    public async Task<Guid> AddAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await ChangeAsync(
            caller, id, "question_set.add", "insert into question_sets (id, name, changed_at) values (@id, @name, now())", Named(name), false, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Gives a set another name, and makes it a gate or none.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>, and as <see cref="AddAsync"/>.</exception>
    public Task ChangeAsync(Caller caller, Guid set, string name, bool gate, CancellationToken cancellationToken) => ChangeAsync(
        caller, set, "question_set.change", "update question_sets set name = @name, gate = @gate, changed_at = now() where id = @id", Named(name), gate, cancellationToken);

    /// <summary>Removes a set with its questions and runs.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>.</exception>
    public async Task RemoveAsync(Caller caller, Guid set, CancellationToken cancellationToken)
    {
        var gone = await FindAsync(caller, set, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(caller, set, "question_set.remove", "delete from question_sets where id = @id", gone.Name, gone.Gate, cancellationToken).ConfigureAwait(false);
    }

    internal static RefusedException NotFound() => new(RefusalKind.NotFound, "question_set_not_found", "There is no such question set.");

    internal static RefusedException NameTaken() => new(RefusalKind.Conflict, "question_set_name_taken", "There is a question set with this name already.");

    internal static string Named(string name)
    {
        name = name.Trim();
        return name.Length is > 0 and <= MaxName && !name.Any(char.IsControl)
            ? name
            : throw new RefusedException(RefusalKind.Invalid, "question_set_name_invalid", $"The name must have 1 to {MaxName} characters.");
    }

    private async Task ChangeAsync(Caller caller, Guid id, string action, string sql, string name, bool gate, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await session.ExecuteAsync(sql, new { id, name, gate }, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw NotFound();
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw NameTaken();
        }

        await session.RecordAsync(caller, action, id, new { name, gate }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
