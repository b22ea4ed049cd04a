using System.CommandLine;
using KnowledgePlatform.Cli.Benchmarks;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp bench chat: tokens a second of the model in process, alone and for several people, and of a llama-server with the same file and threads.</summary>
internal static class BenchChatCommand
{
    public static Command Create()
    {
        var people = new Option<int>("--people") { Description = "How many ask at once.", DefaultValueFactory = _ => 4 };
        var tokens = new Option<int>("--tokens") { Description = "Tokens of an answer.", DefaultValueFactory = _ => 96 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; medians are printed.", DefaultValueFactory = _ => 3 };
        var server = new Option<string?>("--server")
        {
            Description = "Program that starts llama-server to compare with; its arguments are model file, port and llama-server's own. Default: KP_LLAMA_SERVER; without it nothing is compared.",
        };
        var json = CommonOptions.Json();
        var command = new Command("chat", "Time answers of the model in process (section Chat).") { people, tokens, rounds, server, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(people), parsed.GetValue(tokens), parsed.GetValue(rounds), parsed.GetValue(server) ?? Environment.GetEnvironmentVariable("KP_LLAMA_SERVER"), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(int people, int tokens, int rounds, string? program, bool json, CancellationToken cancellationToken)
    {
        if (people is < 1 or > 64 || tokens < 1 || rounds < 1)
        {
            throw new CommandRunner.CommandException("--people is 1 to 64, --tokens and --rounds 1 at least");
        }

        using var host = PlatformHost.Build();
        var options = host.Services.GetRequiredService<IOptions<ChatEngineOptions>>().Value;
        (options.Engine, options.Parallel, options.Url) = (ChatEngineKind.Local, people, null);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        await using var local = await StartedAsync(options, cancellationToken).ConfigureAwait(false);
        var here = new ChatBench(local, people, tokens);
        var result = new Dictionary<string, object> { ["model"] = local.Name, ["threads"] = threads, ["people"] = people };
        if (string.IsNullOrEmpty(program))
        {
            await RoundsAsync(rounds, [("in process", here)], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var file = (await LocalModelFile.FindAsync(options, cancellationToken).ConfigureAwait(false)).Path;
            await using var server = await BenchServer.StartAsync(program, file, local.ContextTokens, people, threads, cancellationToken).ConfigureAwait(false);
            await using var remote = await StartedAsync(
                new ChatEngineOptions { Engine = ChatEngineKind.Server, Url = server.Url, Parallel = people, TimeoutSeconds = options.TimeoutSeconds }, cancellationToken).ConfigureAwait(false);
            var there = new ChatBench(remote, people, tokens);
            await RoundsAsync(rounds, [("in process", here), ("llama-server", there)], cancellationToken).ConfigureAwait(false);
            result["llama_server"] = there.Figures.Row();
            result["alone_to_server"] = Math.Round(here.Figures.Row()["one_after_other_tps"] / there.Figures.Row()["one_after_other_tps"], 2);
            result["at_once_to_server"] = Math.Round(here.Figures.Row()["at_once_tps"] / there.Figures.Row()["at_once_tps"], 2);
        }

        result["in_process"] = here.Figures.Row();
        if (json)
        {
            CommandRunner.PrintJson(result);
        }

        return 0;
    }

    // By turns, so that what else the machine does falls on both; the first round warms up and does not count.
    private static async Task RoundsAsync(int rounds, (string Name, ChatBench Bench)[] benches, CancellationToken cancellationToken)
    {
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (_, bench) in benches)
            {
                try
                {
                    await bench.MeasureAsync(round, cancellationToken).ConfigureAwait(false);
                }
                catch (ChatUnavailableException fault)
                {
                    throw new CommandRunner.CommandException(fault.Message);
                }

                if (round == 0)
                {
                    bench.Figures.Clear();
                }
            }
        }

        foreach (var (name, bench) in benches)
        {
            await Console.Error.WriteLineAsync($"{name}: " + string.Join(", ", bench.Figures.Row().Select(figure => $"{figure.Key} {figure.Value}"))).ConfigureAwait(false);
        }
    }

    private static async Task<ChatModel> StartedAsync(ChatEngineOptions options, CancellationToken cancellationToken)
    {
        var model = new ChatModel(Options.Create(options));
        await model.StartAsync(cancellationToken).ConfigureAwait(false);
        return model.Available ? model : throw new CommandRunner.CommandException(model.State.Reason ?? "the model is not ready");
    }
}
