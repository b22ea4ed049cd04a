using System.Globalization;
using System.Net;
using System.Text;

namespace KnowledgePlatform.TestKit;

/// <summary>Answers <c>/v1/rerank</c> with what was written down, in the form that llama-server and vLLM give, and keeps what it was sent.</summary>
public sealed class RerankPeer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<int, (int Status, string Body)?> _answer;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;

    /// <summary>Listens on a free port of the loopback address.</summary>
    /// <param name="answer">Status and body for the request of this number, from 1; null answers never.</param>
    public RerankPeer(Func<int, (int Status, string Body)?> answer)
    {
        _answer = answer;
        (_listener, Url) = LoopbackListener.Open();
        _serving = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>Path, authorization and body of each request.</summary>
    public List<(string Path, string? Authorization, string Body)> Requests { get; } = [];

    /// <summary>llama-server's form, as it was recorded; vLLM's has an id and each document's text besides.</summary>
    public static string Ranked(params (int Index, double Score)[] results) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"model":"x","object":"list","usage":{"prompt_tokens":13,"total_tokens":13},"results":[{{string.Join(',', results.Select(one => string.Create(CultureInfo.InvariantCulture, $$"""
        {"index":{{one.Index}},"relevance_score":{{one.Score}}}
        """)))}}]}
        """);

    /// <summary>vLLM's form (its RerankResponse).</summary>
    public static string RankedByVllm(params (int Index, double Score)[] results) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"id":"rerank-1","model":"x","usage":{"prompt_tokens":13,"total_tokens":13},"results":[{{string.Join(',', results.Select(one => string.Create(CultureInfo.InvariantCulture, $$"""
        {"index":{{one.Index}},"document":{"text":"...","multi_modal":null},"relevance_score":{{one.Score}}}
        """)))}}]}
        """);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving;
        LoopbackListener.Close(_listener);
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                using var body = new StreamReader(context.Request.InputStream);
                Requests.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], await body.ReadToEndAsync()));
                if (_answer(Requests.Count) is not var (status, text))
                {
                    continue;
                }

                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                if (status is 307)
                {
                    context.Response.RedirectLocation = text;
                }

                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
