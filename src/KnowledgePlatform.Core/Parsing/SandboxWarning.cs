using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>Says at the start that foreign files are read without a sandbox: that must be a decision and no oversight.</summary>
internal sealed partial class SandboxWarning(ParsingOptions options, ILogger<SandboxWarning> logger) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.HasSandbox)
        {
            LogWithout(logger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning,
        Message = "documents are read without a sandbox: install bubblewrap and name it in Parsing:SandboxPath, unless a container does its work")]
    private static partial void LogWithout(ILogger logger);
}
