using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using Microsoft.Extensions.Configuration;

namespace KnowledgePlatform.Core;

/// <summary>
/// One machine, two settings: KP_DATABASE (the owner's connection string) and KP_DATA (a folder) give everything else. An installation with separate processes sets
/// Database:App, Database:Worker and the folders itself and leaves KP_DATABASE out.
/// </summary>
public static class LocalConfiguration
{
    /// <summary>
    /// Reads the settings file that KP_SETTINGS names, and KP_CHAT_*. When KP_DATABASE is set: migrates, makes the roles' passwords on the first run, and adds the settings that follow. Settings given elsewhere win.
    /// </summary>
    /// <exception cref="InvalidOperationException">KP_DATABASE without KP_DATA, the folder migrations/ is not found, or the file of KP_SETTINGS cannot be read.</exception>
    public static void AddLocalMachine(this IConfigurationManager configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration["KP_SETTINGS"] is { Length: > 0 } file)
        {
            configuration.AddMissing(SettingsFile.Read(file));
        }

        configuration.AddMissing(Chat(configuration));
        if (configuration["KP_DATABASE"] is not { Length: > 0 } owner)
        {
            return;
        }

        var data = configuration["KP_DATA"] ?? throw new InvalidOperationException("KP_DATA is not set: the folder for stored files and secrets");
        var home = Home(configuration);
        var roles = DatabaseBootstrap.Prepare(owner, Path.Combine(home, "migrations"), Path.Combine(data, "secrets"));
        ShippedSynonyms.Load(owner, Path.Combine(home, "deploy", "synonyms"));
        var settings = new Dictionary<string, string?>
        {
            ["Database:App"] = roles.App,
            ["Database:Worker"] = roles.Worker,
            ["Data:Folder"] = data,
            ["Files:Folder"] = Path.Combine(data, "files"),
            ["Embeddings:ModelsFolder"] = Path.Combine(home, "deploy", "models"),
            ["Embeddings:FetchedFolder"] = configuration["KP_MODELS"] ?? Path.Combine(configuration["KP_RUNTIME"] ?? Path.Combine(home, ".runtime"), "models"),
            ["Rendering:CacheFolder"] = Path.Combine(data, "page-images"),
            ["Chat:ModelsFolder"] = Path.Combine(home, "deploy", "models"),
            ["Chat:StateFolder"] = Path.Combine(data, "models"),
        };
        configuration.AddMissing(settings);
    }

    // KP_CHAT_MODEL is the server's name of the model when there is KP_CHAT_URL, else a GGUF file or a name of the manifest.
    private static Dictionary<string, string?> Chat(IConfiguration configuration)
    {
        var (url, model) = (configuration["KP_CHAT_URL"], configuration["KP_CHAT_MODEL"]);
        var key = !string.IsNullOrWhiteSpace(string.IsNullOrWhiteSpace(url) ? configuration["Chat:Url"] : url) ? "Chat:ServerModel"
            : model?.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) == true ? "Chat:ModelFile"
            : "Chat:Model";
        var settings = new Dictionary<string, string?> { ["Chat:Url"] = url, [key] = model, ["Chat:ApiKey"] = configuration["KP_CHAT_KEY"] };
        return settings.Where(setting => !string.IsNullOrWhiteSpace(setting.Value)).ToDictionary();
    }

    private static void AddMissing(this IConfigurationManager configuration, Dictionary<string, string?> settings) =>
        configuration.AddInMemoryCollection(settings.Where(setting => configuration[setting.Key] is null).ToList());

    /// <summary>The folder that holds migrations/ and deploy/: KP_HOME, or the first one above this program.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static string Home(IConfiguration configuration) => configuration["KP_HOME"] ?? FindHome();

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "migrations")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("the folder migrations/ was not found; set KP_HOME to the folder that holds it");
    }
}
