using KnowledgePlatform.Core.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>What a load balancer and an operator ask; open to all, and says no more than which part fails.</summary>
internal static class Health
{
    /// <summary>State of one part: ok or failing.</summary>
    internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Checks);

    public static void MapHealth(this IEndpointRouteBuilder api)
    {
        var health = api.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", Live).WithSummary("Is the process there?");
        health.MapGet("", ReadyAsync).WithSummary("Can it work: database, schema?");
    }

    private static Ok<HealthReport> Live() => TypedResults.Ok(new HealthReport("ok", new Dictionary<string, string>()));

    private static async Task<Results<Ok<HealthReport>, JsonHttpResult<HealthReport>>> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken);
        return report.Status == "ok" ? TypedResults.Ok(report) : TypedResults.Json(report, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>Asks the parts that the portal cannot work without.</summary>
internal sealed class Readiness(PlatformDatabase database, ILogger<Readiness> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<Health.HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new Dictionary<string, string>
        {
            ["database"] = await TryAsync("database", OpenAsync, cancellationToken),
            ["schema"] = await TryAsync("schema", token => SchemaVersion.RequireAsync(database, token), cancellationToken),
        };
        return new Health.HealthReport(checks.Values.All(state => state == "ok") ? "ok" : "failing", checks);
    }

    private async Task<string> TryAsync(string name, Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            await check(limit.Token);
            return "ok";
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReady(log, error, name);
            return "failing";
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var command = database.AppPool.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }
}
