using Hangfire;
using KnowledgePlatform.Core.Retrieval.QuestionSets;

namespace KnowledgePlatform.Worker;

/// <summary>Asks the questions of a run. May run twice: what is answered is not asked again.</summary>
public sealed class QuestionRunJob(QuestionRunner runner)
{
    /// <summary>Called by Hangfire. A run that was interrupted is queued anew when its lease is over, so Hangfire makes no retries.</summary>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(Guid run, CancellationToken cancellationToken) => runner.RunAsync(run, cancellationToken);
}
