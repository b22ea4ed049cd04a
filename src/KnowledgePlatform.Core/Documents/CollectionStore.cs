using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;

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
               coalesce(n.documents, 0) as documents, coalesce(n.in_progress, 0) as in_progress, coalesce(n.failed, 0) as failed, c.created_at, c.embedding_profile
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

    /// <summary>
    /// The ids of the collections that the caller may open, the wanted ones among them: all that searching asks for, and cheaper than the list with its counts.
    /// </summary>
    /// <param name="caller">Who searches or asks.</param>
    /// <param name="wanted">Where to look; null for nowhere in particular.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">
    /// <c>collections_empty</c>; <c>collection_not_found</c>: in words without an id, because a person reads them whose conversation looked there, and the same ones whether it is closed or gone.
    /// </exception>
    public async Task<IReadOnlySet<Guid>> RequireOpenAsync(Caller caller, IReadOnlyList<Guid>? wanted, CancellationToken cancellationToken)
    {
        if (wanted is { Count: 0 })
        {
            // A program whose filter came out empty must not look everywhere by it.
            throw new RefusedException(RefusalKind.Invalid, "collections_empty", "The list of collections to look in is empty. Name some, or leave the list out to look in all.");
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var open = (await session.ReadAsync<Guid[]>("select kp_collections_as('reader')", null, cancellationToken).ConfigureAwait(false)).ToHashSet();
        return (wanted ?? []).All(open.Contains)
            ? open
            : throw new RefusedException(
                RefusalKind.NotFound, "collection_not_found", wanted!.Count == 1
                    ? "The collection to look in is not there, or is not open to you."
                    : "One of the collections to look in is not there, or is not open to you.");
    }

    /// <summary>One collection, or null when there is none that the caller may open.</summary>
    public async Task<CollectionSummary?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<CollectionSummary>(Summary + " where c.id = @id", new { id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One collection by its exact name, or null when there is none that the caller may open.</summary>
    /// <exception cref="RefusedException"><c>collection_ambiguous</c>: several that the caller may open have the name.</exception>
    public async Task<CollectionSummary?> FindByNameAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var found = await session.QueryAsync<CollectionSummary>(Summary + " where c.name = @name", new { name }, cancellationToken).ConfigureAwait(false);
        return found.Count <= 1
            ? found.SingleOrDefault()
            : throw new RefusedException(
                RefusalKind.Conflict, "collection_ambiguous", $"{found.Count} collections that you may open are called “{name}”. Rename all but one of them.");
    }

    /// <summary>Makes a collection whose manager is the caller.</summary>
    /// <exception cref="RefusedException">
    /// <c>name_missing</c>, <c>name_too_long</c>, <c>description_too_long</c>, <c>name_taken</c> (by one that the caller may open; others must not show by it), <c>key_is_narrowed</c>.
    /// </exception>
    public async Task<Guid> CreateAsync(Caller caller, string? name, string description, CancellationToken cancellationToken)
    {
        name = Checked(name, description);
        if (caller.OnlyCollections is not null)
        {
            throw new RefusedException(RefusalKind.Forbidden, "key_is_narrowed", "This key is narrowed to some collections and cannot make others.");
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireFreeAsync(session, null, name, cancellationToken).ConfigureAwait(false);
        var id = await session.ReadAsync<Guid>(
            "select kp_create_collection(@name, @description)", new { name, description }, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "collection.create", id, new { name }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Renames and describes a collection, and chooses the models that its passages are embedded by.</summary>
    /// <exception cref="RefusedException">
    /// <c>collection_not_found</c> (or the caller is not its manager), <c>name_taken</c>, <c>name_missing</c>, <c>name_too_long</c>, <c>description_too_long</c>,
    /// <c>embedding_profile_unknown</c>.
    /// </exception>
    /// <param name="caller">A manager of it.</param>
    /// <param name="id">The collection.</param>
    /// <param name="name">1 to 100 characters, not taken.</param>
    /// <param name="description">At most 1,000 characters.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <param name="embeddingProfile">One of <see cref="EmbeddingProfiles"/>; null leaves it as it is.</param>
    public async Task ChangeAsync(Caller caller, Guid id, string? name, string description, CancellationToken cancellationToken, string? embeddingProfile = null)
    {
        name = Checked(name, description);
        if (embeddingProfile is not (null or EmbeddingProfiles.Automatic or EmbeddingProfiles.Multilingual))
        {
            throw new RefusedException(
                RefusalKind.Invalid, "embedding_profile_unknown", $"There is no such choice of embedding models; there are {EmbeddingProfiles.Automatic} and {EmbeddingProfiles.Multilingual}.");
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireFreeAsync(session, id, name, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(
            "update collections set name = @name, description = @description, embedding_profile = coalesce(@embeddingProfile, embedding_profile) where id = @id",
            new { id, name, description, embeddingProfile }, cancellationToken)
            .ConfigureAwait(false) == 0)
        {
            throw NotFound();
        }

        await session.RecordAsync(caller, "collection.change", id, new { name, embeddings = embeddingProfile }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a collection with its documents, chunks and the citations of them.</summary>
    /// <remarks>Originals that no other collection holds are removed by the housekeeping job.</remarks>
    /// <exception cref="RefusedException"><c>collection_not_found</c>, or the caller is not its manager.</exception>
    public async Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var (name, documents) = await session.FindAsync<(string?, long)>(
            "select name, (select count(*) from documents where collection_id = @id) from collections where id = @id", new { id }, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync("delete from collections where id = @id", new { id }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw NotFound();
        }

        await session.RecordAsync(caller, "collection.delete", id, new { name, documents }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Checked(string? name, string description)
    {
        name = name?.Trim() ?? "";
        if (name.Length == 0)
        {
            throw new RefusedException(RefusalKind.Invalid, "name_missing", $"A collection needs a name of 1 to {MaxName} characters.");
        }

        if (name.Length > MaxName)
        {
            throw new RefusedException(RefusalKind.Invalid, "name_too_long", $"The name has {name.Length:N0} characters; the limit is {MaxName}.");
        }

        return description.Length <= MaxDescription
            ? name
            : throw new RefusedException(
                RefusalKind.Invalid, "description_too_long", $"The description has {description.Length:N0} characters; the limit is {MaxDescription:N0}.");
    }

    // Whoever makes two of one name at the same moment gets two: they have ids.
    private static async Task RequireFreeAsync(DatabaseSession session, Guid? own, string name, CancellationToken cancellationToken)
    {
        if (await session.ReadAsync<bool>(
            "select exists (select from collections where name = @name and id is distinct from @own)", new { name, own }, cancellationToken).ConfigureAwait(false))
        {
            throw new RefusedException(RefusalKind.Conflict, "name_taken", "Another collection has this name.");
        }
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "collection_not_found", "There is no such collection whose manager you are.");
}
