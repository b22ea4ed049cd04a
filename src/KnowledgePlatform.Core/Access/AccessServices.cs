using KnowledgePlatform.Core.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KnowledgePlatform.Core.Access;

/// <summary>The access feature's door.</summary>
public static class AccessServices
{
    /// <summary>Adds people, groups, grants, API keys and the audit trail; needs PlatformDatabase.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ApiKeyOptions>().BindConfiguration("ApiKeys").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<SignInSessionStore>();
        services.AddSingleton<GroupStore>();
        services.AddSingleton<GrantStore>();
        services.AddSingleton<ApiKeyStore>();
        services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Documents.DocumentOpenings>();
        return services;
    }
}
