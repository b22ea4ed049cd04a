using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat;

/// <summary>Starts the chat model beside everything else, so that the portal does not wait for it, and looks for a server again that did not answer.</summary>
internal sealed class ChatStartup(ChatModel model, IOptions<ChatEngineOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await model.StartAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ProbeAgainSeconds), time);
        while (model.State.Engine == ChatEngineKind.Server && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await model.StartAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
