using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>
/// A server with <c>/v1/rerank</c> in Jina's form, as llama-server (--rerank) and vLLM have it. No other host is ever spoken to: no proxy, no redirect is followed.
/// </summary>
internal sealed class RerankServer : IReranker
{
    private const int LargestAnswer = 16 << 20;
    private readonly Uri _address;
    private readonly string? _model;
    private readonly string? _key;
    private readonly HttpClient _http;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="RerankerException">The address is none.</exception>
    public RerankServer(RerankerOptions options)
    {
        _address = Address(options.Url);
        _model = string.IsNullOrWhiteSpace(options.ServerModel) ? null : options.ServerModel;
        _key = string.IsNullOrEmpty(options.ApiKey) ? null : options.ApiKey;
        // The time is the search's budget, which the caller keeps.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    private string Shown => $"{_address.Host}:{_address.Port}";

    /// <inheritdoc />
    public async Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<string> passages, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = JsonContent.Create(new Asked(question, passages, passages.Count, _model)) };
            request.Headers.Authorization = _key is null ? null : new AuthenticationHeaderValue("Bearer", _key);
            // Some servers take no body in pieces.
            await request.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw OfStatus((int)response.StatusCode);
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return Scores(answer.RootElement, passages.Count) ?? throw NotTheProtocol(null);
        }
        catch (HttpRequestException fault)
        {
            throw new RerankerException(
                fault.HttpRequestError == HttpRequestError.SecureConnectionError ? $"the certificate of the reranker at {Shown} is not trusted" : $"the reranker at {Shown} does not answer", fault);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(fault);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static Uri Address(string url)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https"))
        {
            throw new RerankerException("the address of the reranker (Retrieval:Reranker:Url) is not of the form http://host:port or https://host:port");
        }

        var path = given.AbsolutePath.TrimEnd('/');
        path = path.EndsWith("/rerank", StringComparison.Ordinal) ? path : (path.Length == 0 ? "/v1" : path) + "/rerank";
        return new Uri(new Uri(given.GetLeftPart(UriPartial.Authority)), path);
    }

    // Servers sort by score: what a score belongs to is said by its index. Each passage has to have one, or some would be put behind for nothing.
    private static double[]? Scores(JsonElement answer, int count)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var scores = new double?[count];
        foreach (var one in results.EnumerateArray())
        {
            if (Number(one, "index") is not { } place || !place.TryGetInt32(out var index) || index < 0 || index >= count || scores[index] is not null
                || Number(one, "relevance_score") is not { } value || !value.TryGetDouble(out var score) || !double.IsFinite(score))
            {
                return null;
            }

            scores[index] = score;
        }

        return Array.TrueForAll(scores, score => score is not null) ? Array.ConvertAll(scores, score => score!.Value) : null;
    }

    private static JsonElement? Number(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value : null;

    private RerankerException NotTheProtocol(Exception? fault) =>
        new($"what answers at {Shown} does not speak the protocol of /v1/rerank, or not for every passage; is the address (Retrieval:Reranker:Url) right?", fault);

    // No message quotes the server: its answer may quote a passage.
    private RerankerException OfStatus(int status) => new(status switch
    {
        401 or 403 => $"the reranker at {Shown} refused the key (Retrieval:Reranker:ApiKey)",
        404 => $"the reranker at {Shown} does not know the model or the path (Retrieval:Reranker:ServerModel, Url)",
        501 => $"the server at {Shown} was not started as a reranker (llama-server --rerank)",
        429 or 503 => $"the reranker at {Shown} is not ready, or too busy",
        >= 300 and < 400 => $"the reranker at {Shown} sends on to another address, which is not followed",
        _ => string.Create(CultureInfo.InvariantCulture, $"the reranker at {Shown} failed (HTTP {status})"),
    });

    private sealed record Asked(
        [property: JsonPropertyName("query")] string Query,
        [property: JsonPropertyName("documents")] IReadOnlyList<string> Documents,
        [property: JsonPropertyName("top_n")] int Top,
        [property: JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model);
}
