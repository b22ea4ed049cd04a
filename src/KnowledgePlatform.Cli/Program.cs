using System.CommandLine;
using KnowledgePlatform.Cli.Commands;

System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

var root = new RootCommand("KnowledgePlatform's command line: what the portal does, and what only an administrator of the machine does.")
{
    StatusCommand.Create(),
    MigrateCommand.Create(),
    CheckCommand.Create(),
    IngestCommand.Create(),
    WorkerCommand.Create(),
    ParseCommand.Create(),
    SearchCommand.Create(),
    AskCommand.Create(),
    EvalCommand.Create(),
    UserCommand.Create(),
    KeyCommand.Create(),
};
// A worker that is stopped gives its documents back first; the default of 2 s would cut it off.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
// Ctrl-C cancels; a command that has something to take away again, like kp eval, gets the time for it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }).ConfigureAwait(false);
