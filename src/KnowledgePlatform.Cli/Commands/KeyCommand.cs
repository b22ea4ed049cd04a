using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp key: makes, lists and revokes the API keys of a person.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Administer API keys.") { Add(), List(), Revoke() };

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What the key is for." };
        var scopes = new Option<string[]>("--scope") { Description = "read, write, ask, manage or admin; may be given several times.", Required = true };
        var days = new Option<int?>("--days") { Description = "Days until the key expires." };
        var collections = CommonOptions.Collections();
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("add", "Make an API key for a person (--as); prints it once.") { name, scopes, days, collections, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var only = await SearchCommand.CollectionsAsync(
                services.GetRequiredService<CollectionStore>(), caller, parsed.GetValue(collections) ?? [], token).ConfigureAwait(false);
            var fresh = await services.GetRequiredService<ApiKeyStore>().AddAsync(
                caller, new ApiKeyRequest(parsed.GetValue(name)!, parsed.GetValue(scopes)!, only, parsed.GetValue(days)), token).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                CommandRunner.PrintJson(new { id = fresh.Id, key = fresh.Secret, expiresAt = fresh.ExpiresAt });
                return;
            }

            Console.WriteLine($"{fresh.Secret}  (shown only now; expires {fresh.ExpiresAt:yyyy-MM-dd})");
        })));
        return command;
    }

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List the API keys of a person (--as); revoked and expired ones too.") { json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
            Print(await services.GetRequiredService<ApiKeyStore>().ListAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json)))));
        return command;
    }

    private static Command Revoke()
    {
        var prefix = new Argument<string>("prefix") { Description = "The key's beginning as kp key list shows it, or its id." };
        var person = CommonOptions.As();
        var command = new Command("revoke", "End an API key of a person (--as) at once.") { prefix, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var keys = services.GetRequiredService<ApiKeyStore>();
            var wanted = parsed.GetValue(prefix)!;
            var found = (await keys.ListAsync(caller, token).ConfigureAwait(false))
                .Where(key => Shown(key) == wanted || key.Prefix == wanted || key.Id.ToString() == wanted).ToList();
            if (found is not [var one])
            {
                throw new CommandRunner.CommandException(
                    found.Count == 0
                        ? $"there is no key '{wanted}' of this person; kp key list shows them, --as names another person"
                        : $"several keys begin with '{wanted}': name one by its id");
            }

            await keys.RevokeAsync(caller, one.Id, token).ConfigureAwait(false);
            Console.WriteLine($"{Shown(one)} ({one.Name}) is revoked");
        })));
        return command;
    }

    private static void Print(IReadOnlyList<ApiKey> keys, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(keys.Select(key => new
            {
                key.Id, key.Name, prefix = Shown(key), key.Scopes, key.OnlyCollections, state = StateOf(key), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt,
            }));
            return;
        }

        var table = new Table().AddColumn("key").AddColumn("for").AddColumn("scopes").AddColumn("state").AddColumn("expires").AddColumn("last used");
        foreach (var key in keys)
        {
            table.AddRow(
                Shown(key), Markup.Escape(key.Name), string.Join(' ', key.Scopes), StateOf(key), $"{key.ExpiresAt:yyyy-MM-dd}",
                key.LastUsedAt is { } used ? $"{used:yyyy-MM-dd HH:mm}" : "never");
        }

        AnsiConsole.Write(table);
    }

    private static string Shown(ApiKey key) => "kp_" + key.Prefix;

    private static string StateOf(ApiKey key) => key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= TimeProvider.System.GetUtcNow().UtcDateTime ? "expired" : "works";
}
