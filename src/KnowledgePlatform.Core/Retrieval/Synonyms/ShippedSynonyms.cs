using System.Security.Cryptography;
using System.Text;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>
/// Takes the lists of deploy/synonyms into the database: each once. A later version of a file takes the place of an earlier one, unless the list was changed here; what
/// was deleted or changed by an administrator stays so.
/// </summary>
public static class ShippedSynonyms
{
    // Two processes that start at once would both find a file not taken in yet.
    private const string Lock = "select pg_advisory_xact_lock(7210944)";

    /// <summary>Takes in what is new.</summary>
    /// <param name="ownerConnection">Connection string of the schema's owner.</param>
    /// <param name="folder">The folder of the files; nothing is done when it is not there.</param>
    public static void Load(string ownerConnection, string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        using var connection = new NpgsqlConnection(ConnectionDefaults.Apply(ownerConnection));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Run(connection, Lock);
        foreach (var path in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var (name, languages, entries) = SynonymText.ReadFile(File.ReadAllText(path));
            var sum = SHA256.HashData(Encoding.UTF8.GetBytes(entries));
            // Statements see what stood before them: first what was taken in and is as it was shipped, then what was never taken in. A name that is taken stays its list's.
            Run(
                connection,
                """
                with changed as (
                    update synonym_lists l set entries = $4, languages = $3, changed_at = now() from shipped_synonyms s
                    where s.file = $1 and l.id = s.list_id and s.sha256 <> $5 and l.languages = $3 and sha256(convert_to(l.entries, 'UTF8')) = s.sha256 returning l.id)
                update shipped_synonyms set sha256 = $5 where list_id in (select id from changed)
                """, Path.GetFileName(path), name, languages, entries, sum);
            Run(
                connection,
                """
                with added as (
                    insert into synonym_lists (id, name, languages, entries)
                    select gen_random_uuid(), $2, $3, $4 where not exists (select from shipped_synonyms where file = $1) on conflict do nothing returning id)
                insert into shipped_synonyms (file, list_id, sha256) select $1, (select id from added), $5 on conflict do nothing
                """, Path.GetFileName(path), name, languages, entries, sum);
        }

        transaction.Commit();
    }

    private static void Run(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        command.ExecuteNonQuery();
    }
}
