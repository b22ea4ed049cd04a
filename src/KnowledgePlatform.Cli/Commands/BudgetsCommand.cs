using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Core.Usage.Budgets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp budgets: lists, sets and removes what may be spent in a month.</summary>
internal static class BudgetsCommand
{
    public static Command Create() => new("budgets", "Administer what may be spent in a calendar month.") { List(), Set(), Remove() };

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List budgets, and what was spent of them this month.") { json, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
            Print(await services.GetRequiredService<BudgetStore>().ListAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json))));
        return command;
    }

    private static Command Set()
    {
        var amount = new Argument<decimal>("amount") { Description = "For a month, in the currency of the prices." };
        var (user, group) = (User(), Group());
        var warn = new Option<int?>("--warn") { Description = "Percent from which on people are warned. Default: Usage:WarnPercent." };
        var only = new Option<bool>("--only-warn") { Description = "At the amount say so, and go on." };
        var person = CommonOptions.As();
        var command = new Command("set", "Set or change a budget; without --person and --group that of the whole installation.") { amount, user, group, warn, only, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var store = services.GetRequiredService<BudgetStore>();
            var (personId, groupId) = await SubjectAsync(services, caller, parsed.GetValue(user), parsed.GetValue(group), token).ConfigureAwait(false);
            var percent = parsed.GetValue(warn) ?? services.GetRequiredService<IOptions<UsageOptions>>().Value.WarnPercent;
            if (await FindAsync(store, caller, personId ?? groupId, token).ConfigureAwait(false) is { } there)
            {
                await store.ChangeAsync(caller, there.Id, parsed.GetValue(amount), percent, !parsed.GetValue(only), token).ConfigureAwait(false);
                return;
            }

            await store.AddAsync(caller, new BudgetDraft(personId, groupId, parsed.GetValue(amount), percent, !parsed.GetValue(only)), token).ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Remove()
    {
        var (user, group, person) = (User(), Group(), CommonOptions.As());
        var command = new Command("remove", "Remove a budget; without --person and --group that of the whole installation.") { user, group, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var store = services.GetRequiredService<BudgetStore>();
            var (personId, groupId) = await SubjectAsync(services, caller, parsed.GetValue(user), parsed.GetValue(group), token).ConfigureAwait(false);
            var there = await FindAsync(store, caller, personId ?? groupId, token).ConfigureAwait(false) ?? throw new CommandRunner.CommandException("there is no such budget; kp budgets list shows them");
            await store.RemoveAsync(caller, there.Id, token).ConfigureAwait(false);
        }));
        return command;
    }

    private static Option<string?> User() => new("--person") { Description = "What the person signs in with." };

    private static Option<string?> Group() => new("--group") { Description = "Name of a group." };

    private static Task<int> Run(string? person, CancellationToken cancellationToken, Func<IServiceProvider, Caller, Task> action) =>
        CommandRunner.RunAsync(() => CommandRunner.OnAsync(person, cancellationToken, action));

    private static async Task<(Guid? Person, Guid? Group)> SubjectAsync(IServiceProvider services, Caller caller, string? user, string? group, CancellationToken token)
    {
        if (user is not null && group is not null)
        {
            throw new CommandRunner.CommandException("a budget is one person's or one group's: give --person or --group");
        }

        Guid? person = user is null ? null
            : (await services.GetRequiredService<PeopleStore>().ListAsync(caller, token).ConfigureAwait(false)).FirstOrDefault(one => string.Equals(one.UserName, user, StringComparison.OrdinalIgnoreCase))?.Id
                ?? throw new CommandRunner.CommandException($"there is no person named '{user}'; kp user list shows them");
        Guid? named = group is null ? null
            : (await services.GetRequiredService<GroupStore>().ListAsync(caller, token).ConfigureAwait(false)).FirstOrDefault(one => string.Equals(one.Name, group, StringComparison.OrdinalIgnoreCase))?.Id
                ?? throw new CommandRunner.CommandException($"there is no group named '{group}'");
        return (person, named);
    }

    private static async Task<Budget?> FindAsync(BudgetStore store, Caller caller, Guid? subject, CancellationToken token) =>
        (await store.ListAsync(caller, token).ConfigureAwait(false)).FirstOrDefault(budget => budget.SubjectId == subject);

    private static void Print(IReadOnlyList<Budget> budgets, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(budgets);
            return;
        }

        var table = new Table().AddColumn("whose").AddColumn("name").AddColumn("a month").AddColumn("spent").AddColumn("").AddColumn("warns at").AddColumn("then");
        foreach (var budget in budgets)
        {
            table.AddRow(
                budget.Scope.ToString().ToLowerInvariant(), Markup.Escape(budget.Subject), budget.Amount.ToString(CultureInfo.InvariantCulture),
                budget.Spent.ToString("0.00####", CultureInfo.InvariantCulture), $"{budget.Percent} %", $"{budget.WarnPercent} %", budget.Stops ? "stops" : "says so");
        }

        AnsiConsole.Write(table);
    }
}
