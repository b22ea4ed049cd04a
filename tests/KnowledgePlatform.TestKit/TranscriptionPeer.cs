using System.Globalization;
using System.Net;
using System.Text;

namespace KnowledgePlatform.TestKit;

/// <summary>Answers <c>/v1/audio/transcriptions</c> with what was written down, in the form that OpenAI's documentation gives, and keeps what it was sent.</summary>
public sealed class TranscriptionPeer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<int, (int Status, string Body)> _answer;
    private readonly Task _serving;

    /// <summary>Listens on a free port of the loopback address.</summary>
    /// <param name="answer">Status and body for the request of this number, from 1.</param>
    public TranscriptionPeer(Func<int, (int Status, string Body)> answer)
    {
        _answer = answer;
        (_listener, Url) = LoopbackListener.Open();
        _serving = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>First line, authorization and form of each request.</summary>
    public List<(string Path, string? Authorization, string Form)> Requests { get; } = [];

    /// <summary>An answer in OpenAI's form "verbose_json".</summary>
    public static string Verbose(params (double Start, double End, string Text)[] segments) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"task":"transcribe","language":"english","duration":{{segments[^1].End}},"text":"{{string.Concat(segments.Select(one => one.Text))}}","segments":[
        {{string.Join(',', segments.Select((one, i) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"id":{{i}},"seek":0,"start":{{one.Start}},"end":{{one.End}},"text":"{{one.Text}}","tokens":[50364,440,7534],"temperature":0.0,"avg_logprob":-0.28,"compression_ratio":1.23,"no_speech_prob":0.01}
        """)))}}]}
        """);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        LoopbackListener.Close(_listener);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                using var form = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                Requests.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], await form.ReadToEndAsync()));
                var (status, body) = _answer(Requests.Count);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
