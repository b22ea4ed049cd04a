using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Models;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Cli;

/// <summary>What every command shares: exit codes, one-line errors, JSON.</summary>
internal static class CommandRunner
{
    /// <summary>Something that the person can mend; its message is printed as it is.</summary>
    internal sealed class CommandException(string message) : Exception(message);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // The reader is a program or a person at a terminal, never a browser.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs a command: 0 when it did what was asked, 1 when it could not, 130 when it was interrupted.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("kp: interrupted").ConfigureAwait(false);
            return 130;
        }
        catch (Exception error) when (error is CommandException or InvalidOperationException or NpgsqlException or SchemaMigrationException or IOException
            or FormatException or RefusedException or FileTooLargeException or ModelFileException or OptionsValidationException or ArgumentException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kp: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>Does something on behalf of a person, with the platform's services.</summary>
    /// <param name="person">User name of <c>--as</c>; null for the first administrator.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="action">What to do; gives the exit status.</param>
    public static async Task<int> OnAsync(string? person, CancellationToken cancellationToken, Func<IServiceProvider, Caller, Task<int>> action)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        return await action(host.Services, caller).ConfigureAwait(false);
    }

    /// <summary>The same for what either succeeds or throws.</summary>
    public static Task<int> OnAsync(string? person, CancellationToken cancellationToken, Func<IServiceProvider, Caller, Task> action) =>
        OnAsync(person, cancellationToken, async (services, caller) =>
        {
            await action(services, caller).ConfigureAwait(false);
            return 0;
        });

    /// <summary>Prints one line of JSON.</summary>
    public static void PrintJson(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Json));
}
