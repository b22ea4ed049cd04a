using KnowledgePlatform.Core;
using KnowledgePlatform.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Cli;

/// <summary>The platform's services for one command.</summary>
internal static class PlatformHost
{
    /// <summary>Builds the services from the environment (KP_DATABASE, KP_DATA; see the README).</summary>
    /// <param name="worker">True when the command runs jobs itself, as long as it lives.</param>
    /// <param name="configure">What the command sets otherwise than the platform does.</param>
    public static IHost Build(bool worker = false, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddLocalMachine();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Error);
        // That its keys lie in the database unencrypted is meant so: docs/decisions/0012.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Standard output is the command's answer.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddKnowledgePlatform(builder.Configuration);
        if (worker)
        {
            builder.Services.AddIngestionWorker();
        }

        configure?.Invoke(builder.Services);
        return builder.Build();
    }
}
