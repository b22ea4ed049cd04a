using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp search-settings: lists versions of how results are ordered, makes one, puts one in force.</summary>
internal static class SearchSettingsCommand
{
    public static Command Create() => new("search-settings", "Change how results are ordered, in versions; go back to an earlier one.") { List(), Add(), Use() };

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List the versions, and say which is in force.") { json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var versions = await services.GetRequiredService<TuningStore>().ListAsync(caller, token).ConfigureAwait(false);
            var inForce = services.GetRequiredService<TuningInForce>();
            var (values, now) = await inForce.CurrentAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                CommandRunner.PrintJson(new { inForce = now, values, configured = inForce.Configured, versions });
                return;
            }

            foreach (var version in versions)
            {
                Console.WriteLine($"{(version.Number == now ? '*' : ' ')} {version.Number,3}  {version.MadeAt:yyyy-MM-dd}  {version.Reason}: {Values(version.Tuning)}");
            }

            Console.WriteLine($"{(now is null ? '*' : ' ')}   0  as configured: {Values(inForce.Configured)}");
        })));
        return command;
    }

    private static Command Add()
    {
        var values = new Argument<string[]>("value") { Description = "What differs from what is in force, as lexicalWeight=0.4 or synonyms=false; list shows the names.", Arity = ArgumentArity.OneOrMore };
        var (reason, person) = (Reason(), CommonOptions.As());
        var command = new Command("add", "Make a version; it is not in force by that.") { values, reason, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            var now = (await services.GetRequiredService<TuningInForce>().CurrentAsync(token).ConfigureAwait(false)).Tuning;
            var number = await services.GetRequiredService<TuningStore>().AddAsync(caller, Changed(now, parsed.GetValue(values)!), parsed.GetValue(reason)!, token).ConfigureAwait(false);
            Console.WriteLine($"version {number}");
        })));
        return command;
    }

    private static Command Use()
    {
        var number = new Argument<int>("number") { Description = "The version; 0 for the settings as configured." };
        var against = new Option<string?>("--against-gates") { Description = "Why, although a gate is not open; it stands in the audit trail.", HelpName = "REASON" };
        var (reason, person) = (Reason(), CommonOptions.As());
        var command = new Command("use", "Put a version in force, a new one or one of before. Gates must be open: kp question-sets run asks them.") { number, reason, against, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => CommandRunner.OnAsync(parsed.GetValue(person), token, async (services, caller) =>
        {
            await services.GetRequiredService<TuningStore>()
                .PutInForceAsync(caller, parsed.GetValue(number), parsed.GetValue(reason)!, parsed.GetValue(against), token).ConfigureAwait(false);
            Console.WriteLine(parsed.GetValue(number) == QuestionRunStore.AsConfigured ? "in force: as configured" : $"in force: version {parsed.GetValue(number)}");
        })));
        return command;
    }

    private static Option<string> Reason() => new("--reason") { Description = "Why, for those who look at it later.", Required = true, HelpName = "TEXT" };

    private static SearchTuning Changed(SearchTuning now, IEnumerable<string> values)
    {
        var json = JsonSerializer.SerializeToNode(now, JsonSerializerOptions.Web)!.AsObject();
        foreach (var value in values)
        {
            var parts = value.Split('=', 2);
            var name = json.FirstOrDefault(pair => string.Equals(pair.Key, parts[0], StringComparison.OrdinalIgnoreCase)).Key;
            if (name is null || parts.Length < 2)
            {
                throw new CommandRunner.CommandException($"'{value}' is none of {string.Join(", ", json.Select(pair => pair.Key + "="))}");
            }

            try
            {
                json[name] = JsonNode.Parse(parts[1]);
                json.Deserialize<SearchTuning>(JsonSerializerOptions.Web);
            }
            catch (JsonException)
            {
                throw new CommandRunner.CommandException($"'{parts[1]}' is no value of {name}");
            }
        }

        return json.Deserialize<SearchTuning>(JsonSerializerOptions.Web)!;
    }

    private static string Values(SearchTuning tuning) =>
        string.Join(' ', JsonSerializer.SerializeToNode(tuning, JsonSerializerOptions.Web)!.AsObject().Select(pair => $"{pair.Key}={pair.Value}"));
}
