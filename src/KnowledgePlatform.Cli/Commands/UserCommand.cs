using System.CommandLine;
using KnowledgePlatform.Core.Access;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp user: adds people, lists them, gives new passwords, locks and unlocks. Works when nobody can sign in any more.</summary>
internal static class UserCommand
{
    private delegate Task Change(PeopleStore people, Caller caller, Guid person, CancellationToken cancellationToken);

    public static Command Create() => new("user", "Administer people.")
    {
        Add(),
        List(),
        ResetPassword(),
        Changing("lock", "Refuse a person sign-in and their keys, and end their sessions.", "is locked", (people, caller, id, token) => people.LockAsync(caller, id, token)),
        Changing("unlock", "Let a person sign in again.", "may sign in again", (people, caller, id, token) => people.UnlockAsync(caller, id, token)),
    };

    private static Command Add()
    {
        var name = Name();
        var display = new Option<string>("--display-name") { Description = "How others see them.", DefaultValueFactory = _ => "" };
        var administrator = new Option<bool>("--administrator") { Description = "May administer people and settings." };
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("add", "Add a person; prints the generated password once.") { name, display, administrator, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (people, caller) =>
            PrintPassword(
                await people.AddAsync(caller, parsed.GetValue(name)!, parsed.GetValue(display)!, parsed.GetValue(administrator), token).ConfigureAwait(false),
                parsed.GetValue(json)))));
        return command;
    }

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List people, and who of them may sign in.") { json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (people, caller) =>
            Print(await people.ListAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json)))));
        return command;
    }

    private static Command ResetPassword()
    {
        var name = Name();
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("reset-password", "Give a person a new generated password, to be changed at the next sign-in; prints it once.") { name, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (people, caller) =>
        {
            var id = await IdOfAsync(people, caller, parsed.GetValue(name)!, token).ConfigureAwait(false);
            PrintPassword(await people.ResetPasswordAsync(caller, id, token).ConfigureAwait(false), parsed.GetValue(json));
        })));
        return command;
    }

    private static Command Changing(string verb, string description, string done, Change change)
    {
        var name = Name();
        var person = CommonOptions.As();
        var command = new Command(verb, description) { name, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => OnAsync(parsed.GetValue(person), token, async (people, caller) =>
        {
            await change(people, caller, await IdOfAsync(people, caller, parsed.GetValue(name)!, token).ConfigureAwait(false), token).ConfigureAwait(false);
            Console.WriteLine($"{parsed.GetValue(name)} {done}");
        })));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "What the person signs in with." };

    private static async Task<int> OnAsync(string? person, CancellationToken cancellationToken, Func<PeopleStore, Caller, Task> action)
    {
        using var host = PlatformHost.Build();
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        await action(host.Services.GetRequiredService<PeopleStore>(), caller).ConfigureAwait(false);
        return 0;
    }

    private static async Task<Guid> IdOfAsync(PeopleStore people, Caller caller, string name, CancellationToken cancellationToken) =>
        (await people.ListAsync(caller, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(one => string.Equals(one.UserName, name, StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new CommandRunner.CommandException($"there is no person named '{name}'; kp user list shows them");

    private static void PrintPassword(FreshPassword fresh, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(new { id = fresh.PersonId, userName = fresh.UserName, password = fresh.Password });
            return;
        }

        Console.WriteLine($"{fresh.UserName} signs in with the password {fresh.Password} (shown only now)");
    }

    private static void Print(IReadOnlyList<Person> people, bool json)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (json)
        {
            CommandRunner.PrintJson(people.Select(one => new
            {
                one.Id, one.UserName, one.DisplayName, administrator = one.IsAdministrator, state = Words(one.StateAt(now)), groups = one.GroupCount, one.CreatedAt,
            }));
            return;
        }

        var table = new Table().AddColumn("user name").AddColumn("name").AddColumn("role").AddColumn("state").AddColumn("since");
        foreach (var one in people)
        {
            table.AddRow(
                Markup.Escape(one.UserName), Markup.Escape(one.DisplayName), one.IsAdministrator ? "administrator" : "", Words(one.StateAt(now)), $"{one.CreatedAt:yyyy-MM-dd}");
        }

        AnsiConsole.Write(table);
    }

    private static string Words(PersonState state) => state switch
    {
        PersonState.Active => "active",
        PersonState.LockedOut => "locked by wrong passwords",
        _ => "locked",
    };
}
