using System.CommandLine;
using KnowledgePlatform.Cli.Commands;

System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

var root = new RootCommand("KnowledgePlatform's command line: what the portal does, and what only an administrator of the machine does.")
{
    StatusCommand.Create(),
    MigrateCommand.Create(),
    ReembedCommand.Create(),
    CheckCommand.Create(),
    IngestCommand.Create(),
    WorkerCommand.Create(),
    ParseCommand.Create(),
    SearchCommand.Create(),
    AskCommand.Create(),
    EvalCommand.Create(),
    BenchCommand.Create(),
    UserCommand.Create(),
    KeyCommand.Create(),
    SynonymsCommand.Create(),
    ModelsCommand.Create(),
    UsageCommand.Create(),
    BudgetsCommand.Create(),
    QuestionSetsCommand.Create(),
    SearchSettingsCommand.Create(),
    GateCommand.Create(),
};
// Ctrl-C cancels. A worker gives its documents back first, kp eval takes its collection away again: the default of 2 s would cut them off.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
