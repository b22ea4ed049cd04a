using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.Core.Processes;

/// <summary>Runs a program of deploy/lib that puts a foreign file into a sandbox and writes what it makes of it to standard output.</summary>
internal static class SandboxedTool
{
    /// <summary>What the program wrote.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="limit">Time that it may take.</param>
    /// <param name="maxBytes">Bytes that it may write.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="InvalidDataException">It wrote more.</exception>
    /// <exception cref="IOException">It cannot be started, or ended with a fault.</exception>
    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit, int maxBytes, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await RunAsync(program, arguments, input, output, limit, maxBytes, cancellationToken).ConfigureAwait(false);
        return output.ToArray();
    }

    /// <summary>The same for what is too large for the memory: it goes to a stream.</summary>
    public static async Task RunAsync(
        string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, Stream output, TimeSpan limit, long maxBytes, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        using var process = new Process { StartInfo = Info(program, arguments, limit) };
        Start(process);
        try
        {
            var sending = SendAsync(process, input, ending.Token);
            // Read so that the program is not held up, and let go: what it says may quote the document, without end.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ending.Token);
            await CopyAsync(process.StandardOutput.BaseStream, output, maxBytes, ending.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new IOException($"exit status {process.ExitCode}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            // What still reads or writes ends with the pipes.
            await ending.CancelAsync().ConfigureAwait(false);
            ProcessTree.Kill(process);
            process.StandardOutput.Dispose();
            process.StandardError.Dispose();
        }
    }

    private static void Start(Process process)
    {
        try
        {
            LastingThread.Start(process);
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"{process.StartInfo.FileName} could not be started", missing);
        }
    }

    private static async Task SendAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it; its exit status says why.
        }
    }

    private static async Task CopyAsync(Stream from, Stream output, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if ((total += read) > maxBytes)
            {
                throw new InvalidDataException($"more than {maxBytes} bytes");
            }

            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ProcessStartInfo Info(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Secrets of this process (connection strings, keys) must not reach a program that reads foreign files.
        foreach (var name in start.Environment.Keys.Where(name => !IsForTools(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LANG"] = "C.UTF-8";
        // Seconds of CPU, should this process not be there to end it.
        start.Environment["KP_TOOL_SECONDS"] = Math.Ceiling(limit.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        return start;
    }

    // What deploy/lib/sandbox.sh reads.
    private static bool IsForTools(string variable) => variable is "PATH" or "KP_RUNTIME" || variable.StartsWith("KP_TOOL_", StringComparison.Ordinal);
}
