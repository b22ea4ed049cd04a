using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>The few calls of a portal's REST that measuring its ingestion takes.</summary>
internal sealed class PortalClient : IDisposable
{
    private readonly HttpClient _http;

    public PortalClient(Uri portal, string key)
    {
        // A big file takes as long as it takes.
        _http = new HttpClient { BaseAddress = new Uri(portal, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<Guid> CreateCollectionAsync(string name, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("collections", new { name }, cancellationToken).ConfigureAwait(false);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false) is var body && answer.IsSuccessStatusCode
            ? body.GetProperty("id").GetGuid()
            : throw new CommandRunner.CommandException($"the portal answered {(int)answer.StatusCode}: {Detail(body)}");
    }

    /// <summary>Streams a file to the collection; a file that is not taken is an outcome, not an error.</summary>
    public async Task<IngestionOutcome> SendAsync(Guid collection, FileInfo file, string name, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        using var body = new StreamContent(content);
        using var answer = await _http.PostAsync(
            $"collections/{collection}/documents?name={Uri.EscapeDataString(file.Name)}", body, cancellationToken).ConfigureAwait(false);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? new IngestionOutcome(name, said[0].GetProperty("versionId").GetGuid()) { Again = said[0].GetProperty("alreadyThere").GetBoolean() }
            : new IngestionOutcome(name, Guid.Empty) { State = "refused", Reason = Detail(said) };
    }

    public async Task<long> CountInProgressAsync(Guid collection, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonElement>($"collections/{collection}/documents?state=in_progress&limit=1", cancellationToken).ConfigureAwait(false))
            .GetProperty("total").GetInt64();

    /// <summary>Fills in how the version ended and what each stage took.</summary>
    public async Task CompleteAsync(IngestionOutcome outcome, CancellationToken cancellationToken)
    {
        var version = await _http.GetFromJsonAsync<DocumentVersion>($"versions/{outcome.VersionId}", cancellationToken).ConfigureAwait(false);
        (outcome.State, outcome.Reason, outcome.Partial) = (version!.State, version.Reason, version.IsPartial);
        (outcome.Pages, outcome.Passages) = (version.PageCount, version.ChunkCount);
        outcome.Stages = await _http.GetFromJsonAsync<List<StageRun>>($"versions/{outcome.VersionId}/stages", cancellationToken).ConfigureAwait(false) ?? [];
    }

    public void Dispose() => _http.Dispose();

    private static string Detail(JsonElement problem) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : problem.ToString();
}
