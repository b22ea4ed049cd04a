using System.CommandLine;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one line of JSON instead of a table." };

    public static Option<string?> As() => new("--as") { Description = "The person on whose behalf this is done. Default: the first administrator." };

    /// <summary>Takes "-" alone: what stands on a command line, everybody on the machine reads in the list of processes.</summary>
    public static Option<string?> Password()
    {
        var option = new Option<string?>("--password") { Description = "- reads the password of protected files from the first line of standard input." };
        option.Validators.Add(result =>
        {
            // What was given is not repeated: logs keep what a command prints.
            if (result.Tokens.Any(token => token.Value != "-"))
            {
                result.AddError("--password takes only -, for the first line of standard input; others on this machine see a command line. Or put it in a file: --password-file.");
            }
        });
        return option;
    }

    public static Option<FileInfo?> PasswordFile() => new("--password-file") { Description = "A file whose first line is the password of protected files." };

    /// <summary>The password, from the first line of the file or of standard input; null when none was given.</summary>
    public static string? Read(string? password, FileInfo? file) =>
        file is not null ? File.ReadLines(file.FullName).FirstOrDefault() : password is not null ? Console.In.ReadLine() : null;

    public static Option<string[]> Collections() => new("--collection", "-c")
    {
        Description = "Name of a collection; may be given several times. Default: all that the person may open.",
        AllowMultipleArgumentsPerToken = false,
    };
}
