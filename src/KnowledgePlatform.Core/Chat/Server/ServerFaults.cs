using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>What goes wrong with a chat server, in words for the person who asked. No message quotes the server: its answer may quote the request.</summary>
internal static partial class ServerFaults
{
    public static ChatUnavailableException Silent(ServerAddress address, Exception? fault) =>
        new($"The chat server at {address.Shown} does not answer.", fault) { Trouble = ServerTrouble.Silent };

    public static ChatUnavailableException BrokenOff(ServerAddress address, Exception? fault) =>
        new($"The chat server at {address.Shown} broke off in the middle of the answer.", fault) { Trouble = ServerTrouble.Failing };

    public static ChatUnavailableException NotTheProtocol(ServerAddress address, Exception? fault) =>
        new($"What answers at {address.Shown} does not speak OpenAI's protocol; is the address ({address.UrlSetting}) right?", fault) { Trouble = ServerTrouble.Failing };

    public static ChatUnavailableException Of(HttpRequestException fault, ServerAddress address) =>
        fault.StatusCode is { } status ? OfStatus((int)status, address, fault)
        : fault.HttpRequestError == HttpRequestError.SecureConnectionError
            ? new ChatUnavailableException($"The certificate of the chat server at {address.Shown} is not trusted.", fault) { Trouble = ServerTrouble.Silent }
        : Silent(address, fault);

    /// <summary>The message for whatever OpenAI's client throws; null when it is no fault of the server.</summary>
    public static Exception? Of(Exception fault, ServerAddress address, bool begun) => fault switch
    {
        // The client's own further tries end in one of these.
        AggregateException { InnerExceptions.Count: > 0 } several => Of(several.InnerExceptions[^1], address, begun),
        _ when begun && fault is HttpRequestException or IOException or ClientResultException => BrokenOff(address, fault),
        ClientResultException { Status: > 0 } result => (Exception?)TooLong(result) ?? OfStatus(result.Status, address, fault),
        ClientResultException { InnerException: HttpRequestException inner } => Of(inner, address),
        HttpRequestException request => Of(request, address),
        ClientResultException or IOException => Silent(address, fault),
        JsonException or InvalidDataException or FormatException => NotTheProtocol(address, fault),
        _ => null,
    };

    private static ChatUnavailableException OfStatus(int status, ServerAddress address, Exception? fault) => new(
        $"The chat server at {address.Shown} " + status switch
        {
            401 or 403 => $"refused the key ({address.KeySetting}).",
            404 => $"does not know the model or the path; check {address.UrlSetting} and {address.ModelSetting}.",
            429 => "is too busy at the moment.",
            503 => "is not ready yet, or too busy.",
            >= 300 and < 400 => $"sends on to another address, which is not followed; check {address.UrlSetting}.",
            >= 500 => $"failed (HTTP {status}).",
            _ => $"did not accept the request (HTTP {status}).",
        },
        fault)
    {
        // A key, path or model that this one server does not know is its own fault, where the others know it.
        Trouble = status switch
        {
            429 => ServerTrouble.Busy,
            401 or 403 or 404 or (>= 300 and < 400) or >= 500 => ServerTrouble.Failing,
            _ => ServerTrouble.Refused,
        },
    };

    // llama-server names the numbers; vLLM and what follows OpenAI write them into the message.
    private static ChatRequestTooLongException? TooLong(ClientResultException result)
    {
        if (result.Status != 400 || result.GetRawResponse()?.Content is not { } content)
        {
            return null;
        }

        try
        {
            using var body = JsonDocument.Parse(content);
            var error = body.RootElement.TryGetProperty("error", out var inner) ? inner : body.RootElement;
            return error.TryGetProperty("n_prompt_tokens", out var tokens) && error.TryGetProperty("n_ctx", out var context)
                ? new ChatRequestTooLongException(tokens.GetInt32(), 1, context.GetInt32())
                : error.TryGetProperty("message", out var message) ? TooLong(message.GetString() ?? "") : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static ChatRequestTooLongException? TooLong(string message)
    {
        var (context, tokens) = (ContextLength().Match(message), PromptTokens().Match(message));
        return context.Success && tokens.Success ? new ChatRequestTooLongException(Read(tokens), 1, Read(context)) : null;

        static int Read(Match match) => int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("context length is (?:only )?([0-9]+)")]
    private static partial Regex ContextLength();

    // "You requested 1412 tokens (900 in the messages, …)": what the answer takes is none of them.
    [GeneratedRegex("(?:\\(|passed |request has |messages resulted in )([0-9]+)(?: input)? (?:in the messages|tokens)")]
    private static partial Regex PromptTokens();
}
