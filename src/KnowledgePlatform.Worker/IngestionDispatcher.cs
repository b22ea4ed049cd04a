using Hangfire;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Worker;

/// <summary>
/// Queues a job for every version, and for every run of a question set, that waits for one: at once when PostgreSQL tells of it, and every few seconds for those whose job
/// was lost.
/// </summary>
public sealed partial class IngestionDispatcher(
    PlatformDatabase database, IngestionSweep sweep, QuestionRunLease runs, IBackgroundJobClient jobs, IOptions<IngestionOptions> options, ILogger<IngestionDispatcher> logger)
    : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever it is (Hangfire wraps what the database says in exceptions of its own): the loop goes on, for an exception here would end the process.
                LogFault(logger, error);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenWorkerConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var listen = new NpgsqlCommand("listen kp_ingestion", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            await sweep.QueueAsync(version => jobs.Enqueue<IngestJob>(job => job.RunAsync(version, CancellationToken.None)), cancellationToken)
                .ConfigureAwait(false);
            await runs.QueueAsync(run => jobs.Enqueue<QuestionRunJob>(job => job.RunAsync(run, CancellationToken.None)), cancellationToken).ConfigureAwait(false);
            await sweep.RemoveReleasedOriginalsAsync(cancellationToken).ConfigureAwait(false);
            await connection.WaitAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "waiting documents could not be queued; trying again")]
    private static partial void LogFault(ILogger logger, Exception error);
}
