using System.CommandLine;
using KnowledgePlatform.Cli.Commands;

System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

var root = new RootCommand("KnowledgePlatform's command line: what the portal does, and what only an administrator of the machine does.")
{
    StatusCommand.Create(),
    MigrateCommand.Create(),
    CheckCommand.Create(),
    IngestCommand.Create(),
    ParseCommand.Create(),
    SearchCommand.Create(),
    AskCommand.Create(),
    EvalCommand.Create(),
    UserCommand.Create(),
    KeyCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
