using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp models: lists, registers, removes and tests chat models, and chooses which one is asked.</summary>
internal static class ModelsCommand
{
    private const string TheDefault = "default";

    public static Command Create() => new("models", "Administer chat models.") { List(), Add(), Remove(), Test(), Choose() };

    private static Command List()
    {
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("list", "List the models: the built-in one, those of the configuration, those registered.") { json, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var store = services.GetRequiredService<ModelStore>();
            Print(await store.ListAsync(caller, token).ConfigureAwait(false), await store.DefaultAsync(caller, token).ConfigureAwait(false), parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Add()
    {
        var (name, url) = (Name(), new Argument<string>("url") { Description = "Address of an OpenAI-compatible server, as http://10.0.0.5:8080; several of the same model with a comma between them." });
        var serverModel = new Option<string>("--server-model") { Description = "As the server calls it. Default: the first that it lists.", DefaultValueFactory = _ => "" };
        var key = new Option<bool>("--key") { Description = "Read the server's key from the first line of standard input: others on this machine see a command line." };
        var context = new Option<int>("--context") { Description = "Tokens of request and answer. Default: what the server says." };
        var prompt = new Option<decimal>("--prompt-price") { Description = "For a million tokens read." };
        var completion = new Option<decimal>("--completion-price") { Description = "For a million tokens written." };
        var (images, tools) = (new Option<bool>("--images") { Description = "It sees pictures." }, new Option<bool>("--tools") { Description = "It calls tools." });
        var person = CommonOptions.As();
        var command = new Command("add", "Register a model.") { name, url, serverModel, key, context, prompt, completion, images, tools, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var draft = new ModelDraft(
                parsed.GetValue(name)!, parsed.GetValue(url)!, parsed.GetValue(serverModel)!, parsed.GetValue(context), parsed.GetValue(prompt), parsed.GetValue(completion),
                parsed.GetValue(images), parsed.GetValue(tools), true);
            var secret = parsed.GetValue(key) ? await Console.In.ReadLineAsync(token).ConfigureAwait(false) : null;
            Console.WriteLine(await services.GetRequiredService<ModelStore>().AddAsync(caller, draft, secret, token).ConfigureAwait(false));
            return 0;
        }));
        return command;
    }

    private static Command Remove()
    {
        var (name, person) = (Name(), CommonOptions.As());
        var command = new Command("remove", "Remove a registered model.") { name, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var store = services.GetRequiredService<ModelStore>();
            await store.RemoveAsync(caller, await IdOfAsync(store, caller, parsed.GetValue(name)!, token).ConfigureAwait(false), token).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Test()
    {
        var (name, json, person) = (Name(), CommonOptions.Json(), CommonOptions.As());
        var command = new Command("test", "Send a model a tiny question and print what comes back; fails when it does not answer.") { name, json, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var id = await IdOfAsync(services.GetRequiredService<ModelStore>(), caller, parsed.GetValue(name)!, token).ConfigureAwait(false);
            var result = await services.GetRequiredService<ModelTest>().RunAsync(caller, id, token).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                CommandRunner.PrintJson(result);
            }
            else
            {
                Console.WriteLine(result.Ok
                    ? $"{result.ServerModel} wrote “{result.Said}”, the first word after {result.FirstMilliseconds} ms; {result.PromptTokens} tokens read, {result.CompletionTokens} written"
                    : result.Problem);
                Console.Write(result.Servers.Count == 0 ? "" : Said(result.Servers) + Environment.NewLine);
            }

            return result.Ok ? 0 : 1;
        }));
        return command;
    }

    private static Command Choose()
    {
        var (name, person) = (new Argument<string>("name") { Description = "The model's name; default, with --collection, takes a choice back." }, CommonOptions.As());
        var collection = new Option<string?>("--collection", "-c") { Description = "Name of a collection. Without it: for everything else." };
        var command = new Command("choose", "Choose the model that is asked, for a collection or for everything else.") { name, collection, person };
        command.SetAction((parsed, token) => Run(parsed.GetValue(person), token, async (services, caller) =>
        {
            var store = services.GetRequiredService<ModelStore>();
            var wanted = parsed.GetValue(name)!;
            Guid? id = wanted == TheDefault ? null : await IdOfAsync(store, caller, wanted, token).ConfigureAwait(false);
            if (parsed.GetValue(collection) is not { } where)
            {
                await store.SetDefaultAsync(caller, id, token).ConfigureAwait(false);
                return 0;
            }

            var named = (await store.ChoicesAsync(caller, token).ConfigureAwait(false)).Where(choice => string.Equals(choice.Collection, where, StringComparison.OrdinalIgnoreCase)).ToList();
            var one = named.Count == 1 ? named[0] : throw new CommandRunner.CommandException(
                named.Count == 0 ? $"there is no collection named '{where}'" : $"{named.Count} collections are named '{where}': choose in the portal or by REST");
            await store.ChooseAsync(caller, one.CollectionId, id, token).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    /// <summary>How each of several servers is; empty for a model that has one.</summary>
    internal static string Said(IReadOnlyList<ChatServerState> servers) =>
        string.Join(", ", servers.Select(server => $"{server.Address} {(server.Up ? "up" : "not asked")}{(server.Remark is { } remark ? $" ({remark.TrimEnd('.')})" : "")}"));

    private static Argument<string> Name() => new("name") { Description = "The model's name." };

    private static Task<int> Run(string? person, CancellationToken cancellationToken, Func<IServiceProvider, Caller, Task<int>> action) =>
        CommandRunner.RunAsync(() => CommandRunner.OnAsync(person, cancellationToken, action));

    private static async Task<Guid> IdOfAsync(ModelStore store, Caller caller, string name, CancellationToken cancellationToken) =>
        (await store.ListAsync(caller, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new CommandRunner.CommandException($"there is no model named '{name}'; kp models list shows them");

    private static void Print(IReadOnlyList<RegisteredModel> models, Guid chosen, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(models);
            return;
        }

        var table = new Table().AddColumn("name").AddColumn("server").AddColumn("context").AddColumn("read").AddColumn("written").AddColumn("state");
        foreach (var model in models)
        {
            table.AddRow(
                Markup.Escape(model.Name), Markup.Escape(model.Url.Length == 0 ? "in process" : model.Url),
                model.ContextTokens > 0 ? model.ContextTokens.ToString(CultureInfo.InvariantCulture) : model.Url.Length == 0 ? "known once it runs" : "the server's",
                model.PromptPrice.ToString(CultureInfo.InvariantCulture), model.CompletionPrice.ToString(CultureInfo.InvariantCulture),
                (model.Enabled ? "on" : "off") + (model.Id == chosen ? ", default" : ""));
        }

        AnsiConsole.Write(table);
    }
}
