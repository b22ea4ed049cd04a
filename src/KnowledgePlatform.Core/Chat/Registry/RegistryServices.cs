using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Chat.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The door of the registry of models.</summary>
public static class RegistryServices
{
    /// <summary>Adds the registry, set by section <c>Models</c>; needs the chat model, the key ring and PlatformDatabase.</summary>
    public static IServiceCollection AddModelRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<ModelsOptions>().Bind(configuration.GetSection(ModelsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelsOptions>, ConfiguredModelsRule>();
        return services.AddSingleton<OutboundHosts>().AddSingleton<ModelKeys>().AddSingleton<ModelCatalogue>().AddSingleton<ChatModels>().AddSingleton<ModelStore>().AddSingleton<ModelTest>();
    }
}

/// <summary>What has to hold of the models of the configuration; the program does not start otherwise, and says why.</summary>
internal sealed class ConfiguredModelsRule : IValidateOptions<ModelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        var faults = options.Chat.SelectMany((model, i) => Faults(model, $"Models:Chat:{i}")).ToList();
        faults.AddRange(options.Chat.GroupBy(model => model.Name.Trim(), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"Models:Chat has two models named '{group.Key}'"));
        if (!string.IsNullOrWhiteSpace(options.Default) && !options.Chat.Any(model => RegisteredModel.IdOf(model.Name) == RegisteredModel.IdOf(options.Default)))
        {
            faults.Add($"Models:Default names '{options.Default}', which Models:Chat does not have");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ConfiguredModel model, string key)
    {
        if (model.Name.Trim().Length is 0 or > 100)
        {
            yield return $"{key}:Name is 1 to 100 characters";
        }

        var broken = new List<ValidationResult>();
        Validator.TryValidateObject(model, new ValidationContext(model), broken, validateAllProperties: true);
        foreach (var fault in broken)
        {
            yield return $"{key}: {fault.ErrorMessage}";
        }

        if (ServerAddress.Split(model.Url).Count == 0 || ServerAddress.Bad(model.Url) is not null)
        {
            yield return ServerAddress.Split(model.Url).Count > 1 ? $"{key}:Url: {ServerAddress.Bad(model.Url)}" : $"{key}:Url is not of the form http://host:port or https://host:port";
        }
    }
}
