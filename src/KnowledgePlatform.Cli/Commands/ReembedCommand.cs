using System.CommandLine;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Embeddings.Reembedding;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp reembed: changes the embedding model while the platform is used (docs/operations.md).</summary>
internal static class ReembedCommand
{
    // So many passages that came in since the vectors were made are made up for by the switch itself: a minute's work. More are a mistake rather than a gap.
    private const long MostMadeUpFor = 1000;
    private const int Tries = 10;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var status = new Option<bool>("--status") { Description = "Show which model is in force and how many passages lack a vector of the others." };
        var change = new Option<bool>("--switch") { Description = "Put Embeddings:Next in force: from then on searches and ingestion use it." };
        var back = new Option<bool>("--back") { Description = "Put Embeddings:Model in force again, as long as its vectors were not dropped." };
        var drop = new Option<bool>("--drop") { Description = "Take away the vectors that are not in force: those of the next model before the switch, those of the old one after it." };
        var threads = new Option<int>("--threads") { Description = "Processors that embedding may take; half of them by default.", DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2) };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1024)
            {
                result.AddError("--threads is 1 to 1024.");
            }
        });
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("reembed", "Embed all passages by Embeddings:Next while the platform is used; goes on where it was ended.") { status, change, back, drop, threads, json, person };
        command.Validators.Add(result =>
        {
            if (new[] { status, change, back, drop }.Count(result.GetValue) > 1)
            {
                result.AddError("--status, --switch, --back and --drop are given one at a time.");
            }
        });
        command.SetAction((parsed, token) => CommandRunner.RunAsync(async () =>
        {
            using var host = PlatformHost.Build(configure: services => services.PostConfigure<EmbeddingOptions>(options => options.Threads = parsed.GetValue(threads)));
            var caller = await LocalCaller.FindAsync(host.Services, parsed.GetValue(person), token).ConfigureAwait(false);
            var work = new Work(host.Services, caller, parsed.GetValue(json), token);
            await (parsed.GetValue(status) ? work.PrintAsync() : parsed.GetValue(change) ? work.SwitchAsync() : parsed.GetValue(back) ? work.BackAsync() : parsed.GetValue(drop) ? work.DropAsync()
                : work.FillAsync()).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private sealed class Work(IServiceProvider services, Caller caller, bool json, CancellationToken token)
    {
        private readonly ReembeddingStore _store = services.GetRequiredService<ReembeddingStore>();
        private readonly ReembeddingFiller _filler = services.GetRequiredService<ReembeddingFiller>();
        private readonly Embedders _embedders = services.GetRequiredService<Embedders>();
        private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
        private long _reported;

        public async Task FillAsync()
        {
            await _store.BeginAsync(caller, token).ConfigureAwait(false);
            await FillAsync(_embedders.NextModel!).ConfigureAwait(false);
            await PrintAsync().ConfigureAwait(false);
        }

        public async Task SwitchAsync()
        {
            var next = _embedders.NextModel ?? throw new CommandRunner.CommandException("Embeddings:Next:Model is not set: the model to put in force");
            var status = await _store.StatusAsync(token).ConfigureAwait(false);
            if (status.Models.FirstOrDefault(model => model.Model == next) is { Missing: > MostMadeUpFor } kept)
            {
                throw new CommandRunner.CommandException($"{kept.Missing:N0} passages have no vector of '{next}' yet: kp reembed goes on with them");
            }

            await PutInForceAsync(next).ConfigureAwait(false);
        }

        public Task BackAsync() => PutInForceAsync(_embedders.Configured.Model);

        public async Task DropAsync()
        {
            var dropped = await _store.DropAsync(caller, token).ConfigureAwait(false);
            await PrintAsync($"taken away: the vectors of {string.Join(" and ", dropped)}").ConfigureAwait(false);
        }

        public async Task PrintAsync(string? done = null)
        {
            var status = await _store.StatusAsync(token).ConfigureAwait(false);
            if (json)
            {
                CommandRunner.PrintJson(status);
                return;
            }

            if (done is not null)
            {
                Console.WriteLine(done);
            }

            var table = new Table().AddColumn("model").AddColumn("").AddColumn(new TableColumn("passages with a vector").RightAligned()).AddColumn(new TableColumn("without").RightAligned());
            foreach (var model in status.Models)
            {
                table.AddRow(Markup.Escape(model.Model), model.InForce ? "in force" : "", $"{status.Passages - model.Missing:N0}", $"{model.Missing:N0}");
            }

            if (status.English is { } english)
            {
                Console.WriteLine($"{english.Passages:N0} English passages have a second vector by {english.Model}; {english.Waiting:N0} documents wait for theirs");
            }

            if (status.Models.Count > 0)
            {
                AnsiConsole.Write(table);
            }
            else
            {
                Console.WriteLine($"nothing is embedded anew; {status.InForce} is in force, as configured");
            }
        }

        // Documents go on coming in: what came between the last look and the lock is made up for, and it is tried again.
        private async Task PutInForceAsync(string model)
        {
            for (var tried = 1; ; tried++)
            {
                try
                {
                    await _store.PutInForceAsync(caller, model, token).ConfigureAwait(false);
                    await PrintAsync($"in force: {model}").ConfigureAwait(false);
                    return;
                }
                catch (RefusedException refused) when (refused.Code == "vectors_missing" && tried < Tries)
                {
                    await FillAsync(model).ConfigureAwait(false);
                }
            }
        }

        private Task FillAsync(string model) => _filler.FillAsync(model, Report, token);

        // To standard error: standard output is the answer.
        private void Report(ReembeddingProgress progress)
        {
            if (_reported != 0 && _time.GetElapsedTime(_reported) < ReportEvery && progress.Done < progress.Total)
            {
                return;
            }

            _reported = _time.GetTimestamp();
            var remaining = progress.Remaining is { TotalSeconds: > 0 } time ? $", {Duration(time)} left" : "";
            Console.Error.WriteLine($"{progress.Done:N0} of {progress.Total:N0} passages, {progress.PerSecond:0.0} a second{remaining}");
        }

        private static string Duration(TimeSpan time) =>
            time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min" : $"{time.Seconds} s";
    }
}
