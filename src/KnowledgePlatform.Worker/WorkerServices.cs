using Hangfire;
using Hangfire.PostgreSql;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Worker;

/// <summary>Makes a process a worker.</summary>
public static class WorkerServices
{
    /// <summary>Adds the Hangfire server, its queue in PostgreSQL and the dispatcher. Needs Database:Worker.</summary>
    public static IServiceCollection AddIngestionWorker(this IServiceCollection services)
    {
        services.AddHangfire((provider, configuration) => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(WorkerConnection(provider)),
                new PostgreSqlStorageOptions
                {
                    // A row that Hangfire holds while it writes a job's state. One left by a killed worker keeps a thread of the next from all other work; the default
                    // is ten minutes of that.
                    DistributedLockTimeout = Lease(provider),
                    SchemaName = "hangfire",
                    PrepareSchemaIfNecessary = true,
                    QueuePollInterval = TimeSpan.FromSeconds(1),
                    EnableLongPolling = true,
                    UseSlidingInvisibilityTimeout = true,
                    // A killed worker's job is taken up again, and finds that there is nothing left to do, some time after the lease of its version.
                    InvisibilityTimeout = 2 * Lease(provider),
                }));
        services.AddHangfireServer((provider, server) =>
        {
            server.WorkerCount = provider.GetRequiredService<IOptions<IngestionOptions>>().Value.Workers;
            server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        services.AddSingleton<IngestJob>().AddSingleton<QuestionRunJob>();
        services.AddHostedService<IngestionDispatcher>().AddHostedService<EnglishVectorWriter>();
        return services;
    }

    private static string? WorkerConnection(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Worker is { } worker ? ConnectionDefaults.Apply(worker) : null;

    private static TimeSpan Lease(IServiceProvider provider) => TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<IngestionOptions>>().Value.LeaseSeconds);
}
