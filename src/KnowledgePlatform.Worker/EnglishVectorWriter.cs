using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Ingestion;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Worker;

/// <summary>Makes the second vectors of English passages behind ingestion, where the English model was fetched; looks for documents that wait every few seconds.</summary>
public sealed partial class EnglishVectorWriter(EnglishVectors vectors, TimeProvider time, IOptions<IngestionOptions> options, ILogger<EnglishVectorWriter> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var begun = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                begun = begun || await vectors.BeginAsync(stoppingToken).ConfigureAwait(false);
                if (!begun)
                {
                    return;
                }

                await vectors.FillAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromSeconds(options.Value.SweepSeconds), time, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever it is: the loop goes on, for an exception here would end the process.
                LogFault(logger, error);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 5011, Level = LogLevel.Warning, Message = "vectors of the English model could not be made; trying again")]
    private static partial void LogFault(ILogger logger, Exception error);
}
