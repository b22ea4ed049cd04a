using KnowledgePlatform.Core.Usage.Budgets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Core.Usage;

/// <summary>The door of what models are used for and what that costs.</summary>
public static class UsageServices
{
    /// <summary>Adds reports of usage, and budgets.</summary>
    public static IServiceCollection AddUsage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<UsageOptions>().Bind(configuration.GetSection("Usage")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<UsageStore>().AddSingleton<BudgetStore>().AddSingleton<BudgetGuard>();
    }
}
