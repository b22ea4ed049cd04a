using System.Text.Json;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Writes the making of an answer as server-sent events (WHATWG HTML, section 9.2).</summary>
internal sealed class AnswerStream(IOptions<JsonOptions> json, IOptions<AskApiOptions> options, TimeProvider time, ILogger<AnswerStream> log)
{
    /// <summary>Writes the events until the answer is there. A failure before the first event is thrown, so that it still gets a status of its own.</summary>
    public async Task WriteAsync(HttpContext http, IAsyncEnumerable<AskEvent> events, CancellationToken cancellationToken)
    {
        await using var steps = events.GetAsyncEnumerator(cancellationToken);
        if (!await steps.MoveNextAsync())
        {
            return;
        }

        http.Response.ContentType = "text/event-stream";
        // A proxy that collects the answer before it passes it on would undo the streaming (nginx reads this header).
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            do
            {
                await SendAsync(http, NameOf(steps.Current), BodyOf(steps.Current), cancellationToken);
            }
            while (await NextAsync(http, steps, cancellationToken));
        }
        catch (Exception error) when (error is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            var problem = ApiProblems.ProblemOf(error);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Log.AnswerFailed(log, error);
            }

            await SendAsync(http, "error", problem, cancellationToken);
        }
    }

    // A comment now and then tells proxies and programs that the connection lives while the model thinks.
    private async Task<bool> NextAsync(HttpContext http, IAsyncEnumerator<AskEvent> steps, CancellationToken cancellationToken)
    {
        var next = steps.MoveNextAsync().AsTask();
        while (true)
        {
            try
            {
                return await next.WaitAsync(TimeSpan.FromSeconds(options.Value.HeartbeatSeconds), time, CancellationToken.None);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                // Not stopped by the token: the step that is under way must end before its enumerator may be put away.
                await http.Response.WriteAsync(": still here\n\n", CancellationToken.None);
                await http.Response.Body.FlushAsync(CancellationToken.None);
            }
        }
    }

    private async Task SendAsync(HttpContext http, string name, object body, CancellationToken cancellationToken)
    {
        // JSON escapes line feeds, so the data is one line.
        var data = JsonSerializer.Serialize(body, body.GetType(), json.Value.SerializerOptions);
        await http.Response.WriteAsync($"event: {name}\ndata: {data}\n\n", cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    private static string NameOf(AskEvent step) => step switch
    {
        AskSearched => "searched",
        AskWaiting => "waiting",
        AskDraft => "draft",
        AskSentence => "sentence",
        AskAnswered => "answered",
        _ => throw new InvalidOperationException($"no event name for {step.GetType().Name}"),
    };

    private static object BodyOf(AskEvent step) => step is AskAnswered answered ? answered.Answer : step;
}
