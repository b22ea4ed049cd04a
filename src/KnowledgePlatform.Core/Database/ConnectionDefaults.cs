using System.Data.Common;
using Npgsql;

namespace KnowledgePlatform.Core.Database;

/// <summary>What every connection of ours has unless the operator's connection string says otherwise.</summary>
public static class ConnectionDefaults
{
    /// <summary>
    /// Sets Gss Encryption Mode to Disable where neither <paramref name="connectionString"/> nor PGGSSENCMODE names it. Npgsql 10 would otherwise try Kerberos first on
    /// each connection: native code whose concurrent use was seen to end processes (npgsql issue 6596; not the crash of decision 20), a line in the server's log, and a round trip.
    /// </summary>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    /// <returns>The same, with the default written out.</returns>
    /// <exception cref="ArgumentException">The string is not a connection string, or has a keyword that Npgsql does not know.</exception>
    public static string Apply(string connectionString)
    {
        var named = new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Any(key => key.Replace(" ", "", StringComparison.Ordinal).Equals(nameof(NpgsqlConnectionStringBuilder.GssEncryptionMode), StringComparison.OrdinalIgnoreCase));
        return named || Environment.GetEnvironmentVariable("PGGSSENCMODE") is not null
            ? connectionString
            : new NpgsqlConnectionStringBuilder(connectionString) { GssEncryptionMode = GssEncryptionMode.Disable }.ConnectionString;
    }
}
