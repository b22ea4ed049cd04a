using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp key add: makes an API key.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What the key is for." };
        var scopes = new Option<string[]>("--scope") { Description = "read, write, ask or admin; may be given several times.", Required = true };
        var days = new Option<int?>("--days") { Description = "Days until the key expires." };
        var collections = CommonOptions.Collections();
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var add = new Command("add", "Make an API key for a person (--as); prints it once.") { name, scopes, days, collections, json, person };
        add.SetAction((parsed, token) => CommandRunner.RunAsync(() => AddAsync(
            parsed.GetValue(name)!, parsed.GetValue(scopes)!, parsed.GetValue(days), parsed.GetValue(collections) ?? [], parsed.GetValue(json),
            parsed.GetValue(person), token)));
        return new Command("key", "Administer API keys.") { add };
    }

    private static async Task<int> AddAsync(
        string name, string[] scopes, int? days, string[] collections, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var only = await SearchCommand.CollectionsAsync(host.Services.GetRequiredService<CollectionStore>(), caller, collections, cancellationToken)
            .ConfigureAwait(false);
        var fresh = await host.Services.GetRequiredService<ApiKeyStore>()
            .AddAsync(caller, new ApiKeyRequest(name, scopes, only, days), cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new { id = fresh.Id, key = fresh.Secret, expiresAt = fresh.ExpiresAt });
            return 0;
        }

        Console.WriteLine($"{fresh.Secret}  (shown only now; expires {fresh.ExpiresAt:yyyy-MM-dd})");
        return 0;
    }
}
