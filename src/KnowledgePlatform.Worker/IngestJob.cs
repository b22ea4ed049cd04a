using Hangfire;
using KnowledgePlatform.Core.Ingestion;

namespace KnowledgePlatform.Worker;

/// <summary>Takes one version through ingestion. May run twice: what is finished is not done again.</summary>
public sealed class IngestJob(IngestionRunner runner)
{
    /// <summary>Called by Hangfire. Retries are the version's own (lease, attempts, back-off), so Hangfire makes none.</summary>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(Guid version, CancellationToken cancellationToken) => runner.RunAsync(version, cancellationToken);
}
