using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>The tokenizer of a server's model, at <c>POST /tokenize</c>: llama-server counts many texts in one call, vLLM one.</summary>
internal sealed class ServerTokenizer
{
    // No token has this number, and llama-server gives back the numbers that stand between texts: they show where one ends.
    private const int Between = -1;
    private const int AtOnce = 8;

    private readonly HttpClient _http;
    private readonly Uri _uri;
    private readonly string? _key;
    private readonly string _model;
    private readonly bool _many;

    private ServerTokenizer(HttpClient http, ServerAddress address, string? key, string model, bool many) =>
        (_http, _uri, _key, _model, _many) = (http, new Uri(address.Root, "tokenize"), key, model, many);

    /// <summary>Tries both forms; null when the server knows neither, or is slow.</summary>
    public static async Task<ServerTokenizer?> FindAsync(HttpClient http, ServerAddress address, ChatEngineOptions options, string model, CancellationToken cancellationToken)
    {
        foreach (var many in new[] { true, false })
        {
            var tokenizer = new ServerTokenizer(http, address, options.ApiKey, model, many);
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds));
                var counts = await tokenizer.CountAsync(["a word", "another"], limit.Token).ConfigureAwait(false);
                if (counts.All(count => count > 0))
                {
                    return tokenizer;
                }
            }
            catch (Exception fault) when (IsOther(fault) || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // It has none, or one of another form.
            }
        }

        return null;
    }

    /// <summary>Whether a fault says no more than that nothing was counted.</summary>
    public static bool IsOther(Exception fault) => fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException;

    /// <summary>Tokens of each text, without what a template adds.</summary>
    /// <exception cref="HttpRequestException">It does not answer, or refuses.</exception>
    /// <exception cref="JsonException">What it answers is of another form; then also <see cref="KeyNotFoundException"/> and the like: see <see cref="IsOther"/>.</exception>
    public async Task<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (_many)
        {
            return await CountManyAsync(texts, cancellationToken).ConfigureAwait(false);
        }

        var counts = new int[texts.Count];
        await Parallel.ForAsync(0, texts.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var body = new JsonObject { ["model"] = _model, ["prompt"] = texts[i], ["add_special_tokens"] = false };
            using var answer = await PostAsync(body, token).ConfigureAwait(false);
            counts[i] = answer.RootElement.GetProperty("count"u8).GetInt32();
        }).ConfigureAwait(false);
        return counts;
    }

    private async Task<IReadOnlyList<int>> CountManyAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var content = new JsonArray();
        foreach (var text in texts)
        {
            content.Add(text);
            content.Add(Between);
        }

        // parse_special false: a mark of the template within a text is letters there, as it is when it is sent (ControlMarks).
        using var answer = await PostAsync(new JsonObject { ["content"] = content, ["add_special"] = false, ["parse_special"] = false }, cancellationToken).ConfigureAwait(false);
        var (counts, count) = (new List<int>(texts.Count), 0);
        foreach (var token in answer.RootElement.GetProperty("tokens"u8).EnumerateArray())
        {
            if (token.GetInt32() == Between)
            {
                counts.Add(count);
                count = 0;
            }
            else
            {
                count++;
            }
        }

        return counts.Count == texts.Count ? counts : throw new JsonException("another form of tokens");
    }

    private async Task<JsonDocument> PostAsync(JsonObject body, CancellationToken cancellationToken)
    {
        // With its length before it: not every proxy takes a body in pieces.
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = string.IsNullOrEmpty(_key) ? null : new("Bearer", _key);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false))
            : throw new HttpRequestException(HttpRequestError.Unknown, statusCode: response.StatusCode);
    }
}
