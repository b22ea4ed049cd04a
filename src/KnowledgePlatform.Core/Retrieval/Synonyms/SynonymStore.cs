using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>Lists of synonyms for those who edit them. Everything here is for administrators.</summary>
public sealed class SynonymStore(PlatformDatabase database, SynonymLists used, IOptions<SynonymOptions> options)
{
    /// <summary>All lists by name.</summary>
    public async Task<IReadOnlyList<SynonymList>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<SynonymList>(
            "select id, name, languages, entries, enabled, changed_at from synonym_lists order by lower(name)", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One list.</summary>
    /// <exception cref="RefusedException"><c>synonyms_not_found</c>.</exception>
    public async Task<SynonymList> FindAsync(Caller caller, Guid list, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Id == list) ?? throw NotFound();

    /// <summary>Adds a list.</summary>
    /// <exception cref="RefusedException"><c>synonyms_name_taken</c>, <c>synonyms_name_invalid</c>, <c>synonyms_languages_invalid</c>, <c>synonyms_unreadable</c>, <c>synonyms_too_long</c>.</exception>
    public async Task<Guid> AddAsync(Caller caller, string name, string languages, string entries, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await ChangeAsync(
            caller, id, "synonyms.add", "insert into synonym_lists (id, name, languages, entries) values (@id, @name, @languages, @entries)",
            Checked(name, languages, entries, true), cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Gives a list another name, other languages and entries, and turns it on or off.</summary>
    /// <exception cref="RefusedException"><c>synonyms_not_found</c>, and as <see cref="AddAsync"/>.</exception>
    public Task ChangeAsync(Caller caller, Guid list, string name, string languages, string entries, bool enabled, CancellationToken cancellationToken) => ChangeAsync(
        caller, list, "synonyms.change",
        "update synonym_lists set name = @name, languages = @languages, entries = @entries, enabled = @enabled, changed_at = now() where id = @id",
        Checked(name, languages, entries, enabled), cancellationToken);

    /// <summary>Removes a list.</summary>
    /// <exception cref="RefusedException"><c>synonyms_not_found</c>.</exception>
    public async Task RemoveAsync(Caller caller, Guid list, CancellationToken cancellationToken)
    {
        var gone = await FindAsync(caller, list, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(caller, list, "synonyms.remove", "delete from synonym_lists where id = @id", new Change(gone.Name, gone.Languages, "", false, gone.EntryCount), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Takes in a file: the list of its name gets its languages and entries, or is made.</summary>
    /// <exception cref="RefusedException"><c>synonyms_file_invalid</c>, and as <see cref="AddAsync"/>.</exception>
    public async Task<Guid> ImportAsync(Caller caller, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (name, languages, entries) = SynonymText.ReadFile(file);
        name = SynonymText.Named(name);
        var there = (await ListAsync(caller, cancellationToken).ConfigureAwait(false)).FirstOrDefault(list => string.Equals(list.Name, name, StringComparison.OrdinalIgnoreCase));
        var codes = string.Join(',', languages);
        if (there is null)
        {
            return await AddAsync(caller, name, codes, entries, cancellationToken).ConfigureAwait(false);
        }

        await ChangeAsync(caller, there.Id, name, codes, entries, there.Enabled, cancellationToken).ConfigureAwait(false);
        return there.Id;
    }

    private async Task ChangeAsync(Caller caller, Guid id, string action, string sql, Change change, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await session.ExecuteAsync(sql, new { id, change.Name, change.Languages, change.Entries, change.Enabled }, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw NotFound();
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException(RefusalKind.Conflict, "synonyms_name_taken", "There is a list with this name already.");
        }

        await session.RecordAsync(caller, action, id, new { change.Name, change.Languages, change.Enabled, entries = change.EntryCount }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        used.Forget();
    }

    private Change Checked(string name, string languages, string entries, bool enabled)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Length > options.Value.MaxListLength)
        {
            throw new RefusedException(
                RefusalKind.TooLarge, "synonyms_too_long", $"The list has {entries.Length} characters; the limit is {options.Value.MaxListLength} (Retrieval:Synonyms:MaxListLength).");
        }

        return new Change(SynonymText.Named(name), SynonymText.Languages(languages), entries.Replace('\0', ' '), enabled, SynonymText.Require(entries).Count);
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "synonyms_not_found", "There is no such list of synonyms.");

    private sealed record Change(string Name, string[] Languages, string Entries, bool Enabled, int EntryCount);
}
