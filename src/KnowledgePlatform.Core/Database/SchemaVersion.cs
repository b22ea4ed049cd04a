namespace KnowledgePlatform.Core.Database;

/// <summary>Whether the database has the schema that this program was built for.</summary>
public static class SchemaVersion
{
    /// <summary>The newest script of migrations/ when this program was built.</summary>
    public const string Own = "0037_2026-11-28_search_in_one_pass.sql";

    /// <summary>Says that the schema fits, by its newest script.</summary>
    /// <exception cref="InvalidOperationException">It is older or newer; the message says what to do.</exception>
    public static async Task<string> RequireAsync(PlatformDatabase database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.AppPool.CreateCommand("select max(scriptname collate \"C\") from schema_versions");
        var newest = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string ?? "";
        return string.CompareOrdinal(newest, Own) switch
        {
            0 => newest,
            < 0 => throw new InvalidOperationException($"the schema is older than this program ({newest}, not {Own}): run kp migrate"),
            _ => throw new InvalidOperationException($"the schema is newer than this program ({newest}, not {Own}): install the version that migrated it"),
        };
    }
}
