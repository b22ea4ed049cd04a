using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>poppler's pdftotext, in the sandbox that pages are rendered in (deploy/lib/pdf-text).</summary>
internal static partial class PopplerText
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The text of a PDF; null when poppler cannot read it.</summary>
    /// <param name="path">The PDF.</param>
    /// <param name="options">Options of pdftotext, such as -bbox.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="CommandRunner.CommandException">The program is not there.</exception>
    public static Task<string?> ReadAsync(string path, IReadOnlyList<string> options, CancellationToken cancellationToken) => RunAsync([path, .. options], cancellationToken);

    /// <summary>Seconds of processor time that pdftotext takes for a PDF, its sandbox not counted; 0 when that could not be measured.</summary>
    /// <param name="path">The PDF.</param>
    /// <param name="options">Options of pdftotext.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="CommandRunner.CommandException">The program is not there.</exception>
    public static async Task<double> SecondsAsync(string path, IReadOnlyList<string> options, CancellationToken cancellationToken) =>
        Spent().Matches((await RunAsync(["--times", path, .. options], cancellationToken).ConfigureAwait(false) ?? "").TrimEnd().Split('\n')[^1])
            .Sum(match => (60 * Number(match, 1)) + Number(match, 2));

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static async Task<string?> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var home = Environment.GetEnvironmentVariable("KP_HOME") ?? throw new CommandRunner.CommandException("KP_HOME is not set: use deploy/kp");
        var program = Path.Combine(home, "deploy", "lib", "pdf-text");
        if (!File.Exists(program))
        {
            throw new CommandRunner.CommandException($"{program} is missing");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 ? text : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }

    // "0m0.183s 0m0.012s"
    [GeneratedRegex(@"(\d+)m([\d.]+)s", RegexOptions.CultureInvariant)]
    private static partial Regex Spent();
}
