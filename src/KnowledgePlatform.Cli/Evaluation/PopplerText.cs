using System.Diagnostics;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>poppler's pdftotext, in the sandbox that pages are rendered in (deploy/lib/pdf-text).</summary>
internal static class PopplerText
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The text of a PDF; null when poppler cannot read it.</summary>
    /// <exception cref="CommandRunner.CommandException">The program is not there.</exception>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var home = Environment.GetEnvironmentVariable("KP_HOME") ?? throw new CommandRunner.CommandException("KP_HOME is not set: use deploy/kp");
        var program = Path.Combine(home, "deploy", "lib", "pdf-text");
        if (!File.Exists(program))
        {
            throw new CommandRunner.CommandException($"{program} is missing");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
}
