using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>Turns the two variables of one machine, KP_DATABASE and KP_DATA, into settings.</summary>
internal static class PlatformSettings
{
    /// <summary>
    /// With KP_DATABASE (the owner's connection string) the database is migrated and the run-time roles are set up here; without it Database:App must be set.
    /// </summary>
    public static void AddPlatformSettings(this ConfigurationManager configuration)
    {
        if (configuration["KP_DATA"] is { Length: > 0 } folder && configuration["Data:Folder"] is null)
        {
            configuration.AddInMemoryCollection([new("Data:Folder", folder)]);
        }

        if (configuration["KP_DATABASE"] is not { Length: > 0 } owner || configuration["Database:App"] is not null)
        {
            return;
        }

        var data = configuration.GetSection("Data").Get<DataOptions>() ?? new DataOptions();
        var prepared = DatabaseBootstrap.Prepare(owner, MigrationsFolder, data.Secrets);
        configuration.AddInMemoryCollection([new("Database:App", prepared.App), new("Database:Worker", prepared.Worker)]);
    }

    /// <summary>The migrations that came with this program.</summary>
    public static string MigrationsFolder => Path.Combine(Path.GetDirectoryName(typeof(PlatformSettings).Assembly.Location)!, "migrations");
}
