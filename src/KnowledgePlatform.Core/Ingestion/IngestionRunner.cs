using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Takes a version from the stage that was finished last to the end. Every stage is durable when its state is written, so the work can be stopped anywhere
/// and goes on there.
/// </summary>
public sealed partial class IngestionRunner(
    VersionLease leases, StageLog log, ParseStage parse, ChunkStage chunk, EmbedStage embed, PublishStage publish, ILogger<IngestionRunner> logger)
{
    /// <summary>Does what is left to do for a version; returns at once when that is nothing or another worker has it.</summary>
    public async Task RunAsync(Guid version, CancellationToken cancellationToken)
    {
        if (await leases.ClaimAsync(version, cancellationToken).ConfigureAwait(false) is not { } claimed)
        {
            return;
        }

        try
        {
            await leases.KeepAsync(claimed, token => RunStagesAsync(claimed, token), cancellationToken).ConfigureAwait(false);
        }
        catch (LeaseLostException)
        {
            LogLeaseLost(logger, version);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await leases.ReleaseAsync(claimed).ConfigureAwait(false);
            throw;
        }
        catch (DocumentWaitsException waits)
        {
            await leases.WaitAsync(claimed, waits.Format, waits.Message).ConfigureAwait(false);
        }
        catch (ModelMissingException missing)
        {
            LogModelMissing(logger, version, missing.Message);
            await leases.WaitAsync(claimed, claimed.Format ?? "", missing.Message).ConfigureAwait(false);
        }
        catch (DocumentRefusedException refused)
        {
            LogRefused(logger, version, refused.Code);
            await leases.FailAsync(claimed, refused.Code, refused.Message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await PostponeAsync(claimed, error, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PostponeAsync(ClaimedVersion version, Exception error, CancellationToken cancellationToken)
    {
        try
        {
            var givenUp = await leases.PostponeAsync(version, error.Message, cancellationToken).ConfigureAwait(false);
            LogFault(logger, version.Id, version.Attempts, givenUp, error);
        }
        catch (LeaseLostException)
        {
            // A row that vanished under the stage shows as one of many faults (a missing foreign key, a page that is there twice).
            LogLeaseLost(logger, version.Id);
        }
        catch (NpgsqlException)
        {
            LogDatabaseAway(logger, version.Id, error);
        }
    }

    private async Task RunStagesAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        // Checkpoint n: all stages before n are durable. On a crash the next worker starts with the stage after version.State.
        var done = Array.IndexOf(["received", "parsed", "chunked", "embedded"], version.State);
        (string Name, Func<ClaimedVersion, CancellationToken, Task<int>> Run)[] stages =
            [("parse", parse.RunAsync), ("chunk", chunk.RunAsync), ("embed", embed.RunAsync), ("publish", publish.RunAsync)];
        try
        {
            foreach (var (name, run) in stages[done..])
            {
                await log.RunAsync(version, name, token => run(version, token), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OtherModelInForceException)
        {
            await RunStagesAsync(version with { State = "chunked" }, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "version {Version} was deleted or went to another worker")]
    private static partial void LogLeaseLost(ILogger logger, Guid version);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "version {Version} waits for another worker: {Reason}")]
    private static partial void LogModelMissing(ILogger logger, Guid version, string reason);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "version {Version} cannot be read: {Code}")]
    private static partial void LogRefused(ILogger logger, Guid version, string code);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "the database went away while version {Version} was worked on; it is taken up again when its lease is over")]
    private static partial void LogDatabaseAway(ILogger logger, Guid version, Exception error);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "version {Version} failed at attempt {Attempt}, given up: {GivenUp}")]
    private static partial void LogFault(ILogger logger, Guid version, int attempt, bool givenUp, Exception error);
}
