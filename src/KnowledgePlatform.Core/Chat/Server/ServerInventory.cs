using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>The model that a server is to be asked for.</summary>
/// <param name="Name">As the server lists it.</param>
/// <param name="ContextTokens">Its context, or null when the server does not say.</param>
/// <param name="Owner">Who has the model, by the server: llama-server and vLLM name themselves here. Null when it does not say.</param>
internal sealed record ServerInventory(string Name, int? ContextTokens, string? Owner)
{
    private const int MostNamesShown = 10;

    /// <summary>Asks <c>/v1/models</c>, and llama-server's <c>/props</c> for the context of one slot.</summary>
    /// <exception cref="ChatUnavailableException">The server does not answer, refuses, or lacks the model.</exception>
    public static async Task<ServerInventory> AskAsync(
        HttpClient http, ServerAddress address, ChatEngineOptions options, string? wanted, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds));
        try
        {
            using var list = await GetAsync(http, new Uri(address.Api, "models"), options, limit.Token).ConfigureAwait(false);
            var model = Choose(list?.RootElement, wanted, address);
            using var props = await PropsAsync(http, address, options, limit.Token).ConfigureAwait(false);
            return new ServerInventory(
                Text(model, "id")!,
                Number(props?.RootElement, "default_generation_settings", "n_ctx") ?? Number(model, "meta", "n_ctx") ?? Number(model, "max_model_len"),
                Text(model, "owned_by"));
        }
        catch (HttpRequestException fault)
        {
            throw ServerFaults.Of(fault, address);
        }
        catch (JsonException fault)
        {
            throw ServerFaults.NotTheProtocol(address, fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServerFaults.Silent(address, fault);
        }
    }

    private static async Task<JsonDocument?> GetAsync(HttpClient http, Uri uri, ChatEngineOptions options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (!string.IsNullOrEmpty(options.ApiKey))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }

        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, statusCode: response.StatusCode);
        }

        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    // Only llama-server has it: any failure means that this is another one.
    private static async Task<JsonDocument?> PropsAsync(HttpClient http, ServerAddress address, ChatEngineOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(http, new Uri(address.Root, "props"), options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private static JsonElement Choose(JsonElement? list, string? wanted, ServerAddress address)
    {
        if (list is not { ValueKind: JsonValueKind.Object } found || !found.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            throw ServerFaults.NotTheProtocol(address, null);
        }

        var models = data.EnumerateArray().Where(model => Text(model, "id") is { Length: > 0 }).ToList();
        if (models.Count == 0)
        {
            throw new ChatUnavailableException($"The chat server at {address.Shown} has no model.");
        }

        if (string.IsNullOrWhiteSpace(wanted))
        {
            return models[0];
        }

        // Ollama adds a tag to a name that is given without one.
        var index = models.FindIndex(model => Text(model, "id") is { } id && (id == wanted || id == wanted + ":latest"));
        return index >= 0 ? models[index] : throw new ChatUnavailableException(
            $"The chat server at {address.Shown} has no model '{wanted}' ({(address.Registered ? address.ModelSetting : "KP_CHAT_MODEL or Chat:ServerModel")}); it offers {string.Join(", ", models.Take(MostNamesShown).Select(model => $"'{Text(model, "id")}'"))}.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement? from, params string[] path)
    {
        if (from is not { } at)
        {
            return null;
        }

        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out var number) && number > 0 ? number : null;
    }
}
