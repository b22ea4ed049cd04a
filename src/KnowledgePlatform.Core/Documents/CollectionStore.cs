using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Documents;

/// <summary>Collections: what a person may open, and making and removing them.</summary>
public sealed class CollectionStore(PlatformDatabase database)
{
    private const int MaxName = 100;
    private const int MaxDescription = 1000;

    private const string Summary = """
        select c.id, c.name, c.description,
               case when c.id = any ((select kp_collections_as('manager'))::uuid[]) then 3
                    when c.id = any ((select kp_collections_as('contributor'))::uuid[]) then 2 else 1 end as role,
               coalesce(n.documents, 0) as documents, coalesce(n.in_progress, 0) as in_progress, coalesce(n.failed, 0) as failed, c.created_at
        from collections c
        left join (select v.collection_id, count(distinct v.document_id) as documents,
                          count(*) filter (where v.state in ('received', 'parsed', 'chunked', 'embedded')) as in_progress,
                          count(*) filter (where v.state = 'failed') as failed
                   from document_versions v group by v.collection_id) n on n.collection_id = c.id
        """;

    /// <summary>The collections that the caller may open, by name.</summary>
    public async Task<IReadOnlyList<CollectionSummary>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<CollectionSummary>(Summary + " order by lower(c.name)", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The ids of the collections that the caller may open: all that searching asks for, and cheaper than the list with its counts.</summary>
    public async Task<IReadOnlySet<Guid>> OpenToAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return (await session.ReadAsync<Guid[]>("select kp_collections_as('reader')", null, cancellationToken).ConfigureAwait(false)).ToHashSet();
    }

    /// <summary>One collection, or null when there is none that the caller may open.</summary>
    public async Task<CollectionSummary?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<CollectionSummary>(Summary + " where c.id = @id", new { id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One collection by its exact name, or null when there is none that the caller may open.</summary>
    public async Task<CollectionSummary?> FindByNameAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<CollectionSummary>(Summary + " where c.name = @name", new { name }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a collection whose manager is the caller.</summary>
    /// <exception cref="RefusedException">
    /// <c>name_missing</c>, <c>description_too_long</c>, <c>name_taken</c> (by any collection, also one that the caller may not open), <c>key_is_narrowed</c>.
    /// </exception>
    public async Task<Guid> CreateAsync(Caller caller, string? name, string description, CancellationToken cancellationToken)
    {
        name = Checked(name, description);
        if (caller.OnlyCollections is not null)
        {
            throw new RefusedException(RefusalKind.Forbidden, "key_is_narrowed", "This key is narrowed to some collections and cannot make others.");
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        try
        {
            var id = await session.ReadAsync<Guid>(
                "select kp_create_collection(@name, @description)", new { name, description }, cancellationToken).ConfigureAwait(false);
            await session.RecordAsync(caller, "collection.create", id, new { name }, cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            return id;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Taken();
        }
    }

    /// <summary>Renames and describes a collection.</summary>
    /// <exception cref="RefusedException"><c>collection_not_found</c> (or the caller is not its manager), <c>name_taken</c>, <c>name_missing</c>, <c>description_too_long</c>.</exception>
    public async Task ChangeAsync(Caller caller, Guid id, string? name, string description, CancellationToken cancellationToken)
    {
        name = Checked(name, description);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await session.ExecuteAsync(
                "update collections set name = @name, description = @description where id = @id", new { id, name, description }, cancellationToken)
                .ConfigureAwait(false) == 0)
            {
                throw NotFound();
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Taken();
        }

        await session.RecordAsync(caller, "collection.change", id, new { name }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a collection with its documents, chunks and the citations of them.</summary>
    /// <remarks>Originals that no other collection holds are removed by the housekeeping job.</remarks>
    /// <exception cref="RefusedException"><c>collection_not_found</c>, or the caller is not its manager.</exception>
    public async Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync("delete from collections where id = @id", new { id }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw NotFound();
        }

        await session.RecordAsync(caller, "collection.delete", id, null, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Checked(string? name, string description)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > MaxName)
        {
            throw new RefusedException(RefusalKind.Invalid, "name_missing", $"A collection needs a name of 1 to {MaxName} characters.");
        }

        return description.Length <= MaxDescription
            ? name
            : throw new RefusedException(
                RefusalKind.Invalid, "description_too_long", $"The description has {description.Length:N0} characters; the limit is {MaxDescription:N0}.");
    }

    private static RefusedException Taken() => new(RefusalKind.Conflict, "name_taken", "Another collection has this name.");

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "collection_not_found", "There is no such collection whose manager you are.");
}
