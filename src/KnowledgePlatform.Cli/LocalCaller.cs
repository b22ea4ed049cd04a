using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KnowledgePlatform.Cli;

/// <summary>On whose behalf a command acts: whoever holds the owner's connection string may act as anyone, and the audit trail says as whom and by which account.</summary>
internal static class LocalCaller
{
    /// <summary>The person named <paramref name="userName"/>; when it is null the first administrator, who is made when there is nobody yet.</summary>
    /// <exception cref="CommandRunner.CommandException">There is no such person, or the person is locked.</exception>
    public static async Task<Caller> FindAsync(IServiceProvider services, string? userName, CancellationToken cancellationToken)
    {
        if (userName is null)
        {
            await FirstAdministrator.EnsureAsync(
                services.GetRequiredService<PeopleStore>(), services.GetRequiredService<IConfiguration>()["Data:Folder"] ?? ".", cancellationToken).ConfigureAwait(false);
        }

        // users leads to no document: it is readable without a person.
        var database = services.GetRequiredService<PlatformDatabase>();
        await using var command = database.AppPool.CreateCommand(userName is null
            ? "select id, false from users where is_administrator order by coalesce(lockout_end > now(), false), created_at limit 1"
            : "select id, coalesce(lockout_end > now(), false) from users where normalized_user_name = upper($1)");
        if (userName is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = userName });
        }

        await using var found = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await found.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new CommandRunner.CommandException($"there is no person named '{userName}'");
        }

        return found.GetBoolean(1)
            ? throw new CommandRunner.CommandException($"'{userName}' is locked: nobody acts as a locked person ('kp user unlock {userName}' ends that)")
            : new Caller(found.GetGuid(0)) { CommandLineUser = Environment.UserName };
    }
}
