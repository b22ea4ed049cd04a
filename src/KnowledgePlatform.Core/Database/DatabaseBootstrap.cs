using System.Security.Cryptography;
using Npgsql;

namespace KnowledgePlatform.Core.Database;

/// <summary>
/// Sets a database up from its owner's connection string alone, as one machine and the tests do: migrates, makes passwords for the run-time roles on the
/// first run, keeps them in a folder that only this user reads.
/// </summary>
public static class DatabaseBootstrap
{
    /// <summary>Migrates and returns the connection strings of the run-time roles.</summary>
    /// <param name="ownerConnection">Connection string of the owner, who may create roles and extensions.</param>
    /// <param name="migrations">The folder migrations/.</param>
    /// <param name="secrets">Folder for the generated passwords; made when it is missing.</param>
    public static DatabaseOptions Prepare(string ownerConnection, string migrations, string secrets)
    {
        SchemaMigrator.Migrate(ownerConnection, migrations);
        var app = Password(secrets, "database-app");
        var worker = Password(secrets, "database-worker");
        var options = new DatabaseOptions { App = As(ownerConnection, "kp_app", app), Worker = As(ownerConnection, "kp_worker", worker) };
        if (!Opens(options.App) || !Opens(options.Worker))
        {
            SchemaMigrator.SetPasswords(ownerConnection, app, worker);
        }

        return options;
    }

    private static bool Opens(string connectionString)
    {
        try
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            return true;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
    }

    private static string As(string ownerConnection, string role, string password) =>
        new NpgsqlConnectionStringBuilder(ConnectionDefaults.Apply(ownerConnection)) { Username = role, Password = password, ApplicationName = role }.ConnectionString;

    private static string Password(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        Directory.CreateDirectory(folder);
        // Written aside: a start that is cut off leaves no half password, and of two at once the first one's is taken.
        var aside = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(aside, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(Convert.ToHexString(RandomNumberGenerator.GetBytes(24)));
        }

        try
        {
            File.Move(aside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }

        return File.ReadAllText(path);
    }
}
