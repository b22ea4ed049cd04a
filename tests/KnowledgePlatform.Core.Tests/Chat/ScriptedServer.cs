using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Answers chat requests as told, to produce on demand what a real server does on bad days only.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public const string Models = """{"object":"list","data":[{"id":"scripted","object":"model","max_model_len":2048}]}""";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Func<NetworkStream, Task>> _answers = new();
    private readonly Task _serving;

    public ScriptedServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1");

    /// <summary>First lines and bodies of the chat requests.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What GET /v1/models answers.</summary>
    public (int Status, string Body) List { get; set; } = (200, Models);

    /// <summary>What POST /tokenize answers; status 0: never anything; null: there is no such path.</summary>
    public Func<JsonElement, (int Status, string Body)>? Tokenize { get; set; }

    /// <summary>Bodies of the requests to /tokenize.</summary>
    public List<string> Counted { get; } = [];

    /// <summary>What is reported of tokens before the end, as JSON; null: nothing.</summary>
    public string? Usage { get; set; }

    /// <summary>The next chat request gets this status.</summary>
    public ScriptedServer Then(int status, string body = "{}", string header = "")
    {
        _answers.Enqueue(stream => SendAsync(stream, status, body, header));
        return this;
    }

    /// <summary>The next chat request gets these pieces, and the end only when it is whole.</summary>
    public ScriptedServer ThenStream(bool whole, params string[] pieces)
    {
        var events = pieces.Select(piece => $$$"""{"id":"1","object":"chat.completion.chunk","created":1,"model":"scripted","choices":[{"index":0,"delta":{"content":"{{{piece}}}"}}]}""").ToList();
        if (whole)
        {
            events.Add("""{"id":"1","object":"chat.completion.chunk","created":1,"model":"scripted","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
            if (Usage is not null)
            {
                events.Add($$$"""{"id":"1","object":"chat.completion.chunk","created":1,"model":"scripted","choices":[],"usage":{{{Usage}}}}""");
            }

            events.Add("[DONE]");
        }

        _answers.Enqueue(stream => SendAsync(stream, 200, string.Concat(events.Select(line => $"data: {line}\n\n")), "Content-Type: text/event-stream\r\n", announced: whole ? 0 : 100));
        return this;
    }

    /// <summary>The next chat request gets its answer when it may.</summary>
    public ScriptedServer ThenAfter(Task may, string text)
    {
        ThenStream(true, text);
        var answer = _answers.ToArray()[^1];
        var before = _answers.ToArray()[..^1];
        _answers.Clear();
        Array.ForEach(before, _answers.Enqueue);
        _answers.Enqueue(async stream =>
        {
            await may;
            await answer(stream);
        });
        return this;
    }

    /// <summary>The next chat request is never answered.</summary>
    public ScriptedServer ThenNothing()
    {
        _answers.Enqueue(_ => Task.Delay(Timeout.Infinite, _stop.Token));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_serving.IsCompleted)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception fault) when (_stop.IsCancellationRequested && fault is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var request = await ReadAsync(stream);
        if (request.StartsWith("GET /v1/models ", StringComparison.Ordinal))
        {
            await SendAsync(stream, List.Status, List.Body);
        }
        else if (request.StartsWith("POST /v1/chat/completions ", StringComparison.Ordinal))
        {
            Requests.Add(request);
            await (_answers.Count > 0 ? _answers.Dequeue()(stream) : SendAsync(stream, 500, "{}"));
        }
        else if (request.StartsWith("POST /tokenize ", StringComparison.Ordinal) && Tokenize is not null)
        {
            Counted.Add(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
            var (status, body) = Tokenize(JsonDocument.Parse(Counted[^1]).RootElement);
            await (status == 0 ? Task.Delay(Timeout.Infinite, _stop.Token) : SendAsync(stream, status, body));
        }
        else
        {
            await SendAsync(stream, 404, "{}");
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[65536];
        var length = 0;
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0 || text.Length < end + 4 + length)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var header = text.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
            length = header is null ? 0 : int.Parse(header.Split(' ')[1], CultureInfo.InvariantCulture);
        }

        return text.ToString();
    }

    private async Task SendAsync(NetworkStream stream, int status, string body, string header = "", int announced = 0)
    {
        var head = $"HTTP/1.1 {status} Scripted\r\n{header}Content-Length: {Encoding.UTF8.GetByteCount(body) + announced}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), _stop.Token);
    }
}
