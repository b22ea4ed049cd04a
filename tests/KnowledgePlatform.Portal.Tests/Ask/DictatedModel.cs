using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>
/// An OpenAI-compatible chat server that writes what the test dictates, piece by piece, and a portal that uses it: the states between question and answer last as
/// long as a test needs to look at them.
/// </summary>
public sealed class DictatedModel(RunningPortal shared) : IAsyncLifetime
{
    private readonly Channel<Dictation> _asked = Channel.CreateUnbounded<Dictation>();
    private WebApplication? _server;
    private WebApplication? _portal;

    /// <summary>Where the model's server listens.</summary>
    public string Server => _server!.Urls.Single();

    /// <summary>Where the portal that uses this model listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A part of that portal.</summary>
    public T Part<T>() where T : notnull => _portal!.Services.GetRequiredService<T>();

    /// <summary>The next request to the model.</summary>
    public async Task<Dictation> NextAsync(CancellationToken cancellationToken) => await _asked.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapGet("/v1/models", () => Results.Content("""{"object":"list","data":[{"id":"dictated","object":"model","max_model_len":4096}]}""", "application/json"));
        _server.MapPost("/v1/chat/completions", WriteAsync);
        await _server.StartAsync();
        _portal = Program.Build([.. shared.Arguments, "--Chat:Engine=Server", $"--Chat:Url={_server.Urls.Single()}", "--Chat:Parallel=1", "--Chat:PromptPrice=1.5", "--Chat:CompletionPrice=6", "--AskPage:LeaveSeconds=10", "--Hosting:Worker=false", "--Models:AllowedHosts=127.0.0.1"]);
        await _portal.StartAsync();
        Address = new Uri(_portal.Urls.Single());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _portal, _server }.OfType<WebApplication>())
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private async Task WriteAsync(HttpContext http)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
        var dictation = new Dictation(string.Join('\n', body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").ToString())));
        dictation.Authorization = http.Request.Headers.Authorization.ToString();
        await _asked.Writer.WriteAsync(dictation);
        http.Response.ContentType = "text/event-stream";
        await foreach (var piece in dictation.Pieces.ReadAllAsync(http.RequestAborted))
        {
            await SendAsync(http, new { content = piece }, null);
        }

        await SendAsync(http, new { }, "stop");
        if (dictation.Tokens is var (read, written))
        {
            await http.Response.WriteAsync($$$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"dictated","choices":[],"usage":{"prompt_tokens":{{{read}}},"completion_tokens":{{{written}}},"total_tokens":{{{read + written}}}}}""" + "\n\n");
        }

        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task SendAsync(HttpContext http, object delta, string? end)
    {
        var chunk = new { id = "1", @object = "chat.completion.chunk", created = 1, model = "dictated", choices = new[] { new { index = 0, delta, finish_reason = end } } };
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");
        await http.Response.Body.FlushAsync();
    }
}

/// <summary>One request to the model.</summary>
/// <param name="prompt">What the model is told.</param>
public sealed class Dictation(string prompt)
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();

    /// <summary>The key that was sent.</summary>
    public string Authorization { get; set; } = "";

    /// <summary>What the server reports of tokens; null: nothing.</summary>
    public (int Read, int Written)? Tokens { get; set; }

    /// <summary>What the model writes.</summary>
    public ChannelReader<string> Pieces => _pieces.Reader;

    /// <summary>The number of the passage that contains <paramref name="words"/>.</summary>
    public string NumberOf(string words)
    {
        var at = prompt.IndexOf(words, StringComparison.Ordinal);
        Assert.True(at > 0, "the prompt contains the passage");
        var mark = prompt.LastIndexOf("\n[", at, StringComparison.Ordinal) + 1;
        return prompt[mark..(prompt.IndexOf(']', mark) + 1)];
    }

    /// <summary>Lets the model write this.</summary>
    public void Write(string piece) => Assert.True(_pieces.Writer.TryWrite(piece));

    /// <summary>Lets the model end.</summary>
    public void End() => _pieces.Writer.Complete();
}
