using System.CommandLine;
using KnowledgePlatform.Core.Access;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp user add: adds a person with a generated password.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What the person signs in with." };
        var display = new Option<string>("--display-name") { Description = "How others see them.", DefaultValueFactory = _ => "" };
        var administrator = new Option<bool>("--administrator") { Description = "May administer people and settings." };
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var add = new Command("add", "Add a person; prints the generated password once.") { name, display, administrator, json, person };
        add.SetAction((parsed, token) => CommandRunner.RunAsync(() => AddAsync(
            parsed.GetValue(name)!, parsed.GetValue(display)!, parsed.GetValue(administrator), parsed.GetValue(json), parsed.GetValue(person), token)));
        return new Command("user", "Administer people.") { add };
    }

    private static async Task<int> AddAsync(
        string name, string display, bool administrator, bool json, string? person, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var fresh = await host.Services.GetRequiredService<PeopleStore>().AddAsync(caller, name, display, administrator, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new { id = fresh.PersonId, userName = fresh.UserName, password = fresh.Password });
            return 0;
        }

        Console.WriteLine($"{fresh.UserName} signs in with the password {fresh.Password} (shown only now)");
        return 0;
    }
}
