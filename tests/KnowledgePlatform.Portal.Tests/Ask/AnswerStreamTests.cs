using System.Runtime.CompilerServices;
using System.Text;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Portal.Ask;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

public sealed class AnswerStreamTests
{
    private readonly AnswerStream _stream = new(
        Options.Create(new JsonOptions()), Options.Create(new AskApiOptions { HeartbeatSeconds = 1 }), TimeProvider.System, NullLogger<AnswerStream>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_with_line_feeds_stays_one_line_of_data()
    {
        var written = await WriteAsync(Of(new AskWaiting(2), new AskDraft("one\ntwo\n\nevent: answered")));
        Assert.Equal("event: waiting\ndata: {\"place\":2}\n\nevent: draft\ndata: {\"text\":\"one\\ntwo\\n\\nevent: answered\"}\n\n", written);
    }

    [Fact]
    public async Task Failure_after_the_first_event_becomes_an_error_event_with_its_code()
    {
        var written = await WriteAsync(FailAfter(new AskWaiting(1), new RefusedException(RefusalKind.TooMany, "model_busy", "Too many are waiting.")));
        Assert.StartsWith("event: waiting\n", written, StringComparison.Ordinal);
        Assert.Contains("event: error\ndata: {", written, StringComparison.Ordinal);
        Assert.Contains("\"status\":429", written, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"model_busy\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unexpected_failure_says_nothing_of_its_message()
    {
        var written = await WriteAsync(FailAfter(new AskWaiting(1), new InvalidOperationException("words of a document")));
        Assert.Contains("\"code\":\"unexpected\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("words of a document", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_broken_by_a_comment()
    {
        var more = new TaskCompletionSource();
        var body = new ListeningStream(": still here");
        var writing = _stream.WriteAsync(new DefaultHttpContext { Response = { Body = body } }, AfterWaiting(more.Task, Token), Token);
        await body.Heard.WaitAsync(TimeSpan.FromSeconds(30), Token);
        more.SetResult();
        await writing;
        Assert.EndsWith(": still here\n\nevent: draft\ndata: {\"text\":\"at last\"}\n\n", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(IAsyncEnumerable<AskEvent> events)
    {
        var body = new MemoryStream();
        await _stream.WriteAsync(new DefaultHttpContext { Response = { Body = body } }, events, Token);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static async IAsyncEnumerable<AskEvent> Of(params AskEvent[] events)
    {
        foreach (var one in events)
        {
            await Task.Yield();
            yield return one;
        }
    }

    private static async IAsyncEnumerable<AskEvent> FailAfter(AskEvent first, Exception failure)
    {
        await Task.Yield();
        yield return first;
        throw failure;
    }

    private static async IAsyncEnumerable<AskEvent> AfterWaiting(Task more, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new AskWaiting(1);
        await more.WaitAsync(cancellationToken);
        yield return new AskDraft("at last");
    }

    // Says when something was written into it.
    private sealed class ListeningStream(string words) : MemoryStream
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Heard => _heard.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (Encoding.UTF8.GetString(buffer.Span).Contains(words, StringComparison.Ordinal))
            {
                _heard.TrySetResult();
            }
        }
    }
}
