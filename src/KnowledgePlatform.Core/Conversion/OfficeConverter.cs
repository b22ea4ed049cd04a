using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Conversion;

/// <summary>Converts documents of Office before 2007 into those of today by LibreOffice, in its sandbox; the parser child reads what comes out as it would any file.</summary>
public sealed class OfficeConverter(IOptions<ConversionOptions> options) : IDisposable
{
    private readonly ConversionOptions _settings = options.Value;
    private readonly SemaphoreSlim _places = new(options.Value.AtOnce);

    /// <summary>False when no program is set or LibreOffice is not installed; looked up each time, so that it may be installed while the platform runs.</summary>
    public bool IsAvailable => _settings.Program.Length > 0 && _settings.FindLibreOffice() is not null;

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>The ending of the format that documents of this kind are converted into; null for a kind that needs no conversion.</summary>
    public static string? TargetOf(DocumentKind kind) => kind switch
    {
        DocumentKind.OldWord => "docx",
        DocumentKind.OldSlides => "pptx",
        _ => null,
    };

    /// <summary>Converts a file into another format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Ending of the format, see deploy/lib/convert-office.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <returns>What came out.</returns>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="InvalidDataException">More came out than is accepted.</exception>
    /// <exception cref="IOException">LibreOffice is not there, or could not convert the file.</exception>
    public async Task<byte[]> ConvertAsync(string path, string format, CancellationToken cancellationToken)
    {
        var office = _settings.FindLibreOffice() ?? throw new IOException("LibreOffice is not installed");
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var converted = await SandboxedTool.RunAsync(
                _settings.Program, [office, Path.GetFullPath(path), format], default, TimeSpan.FromSeconds(_settings.Seconds), _settings.MaxBytes, cancellationToken).ConfigureAwait(false);
            return converted.Length > 0 ? converted : throw new IOException("nothing came out");
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Converts a file for the parser child; how it failed is an outcome that the file's owner understands.</summary>
    internal async Task<(TemporaryDocument? Converted, ParseOutcome? Failure)> TryConvertAsync(string path, string format, CancellationToken cancellationToken)
    {
        try
        {
            return (await TemporaryDocument.WriteAsync(await ConvertAsync(path, format, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), null);
        }
        catch (TimeoutException)
        {
            return (null, new ParseOutcome(ParseStatus.TimedOut, ParseCodes.TimedOut, $"Converting the file by LibreOffice took longer than {_settings.Seconds} seconds and was stopped."));
        }
        catch (InvalidDataException)
        {
            return (null, new ParseOutcome(ParseStatus.TooMuchOutput, ParseCodes.TooMuchOutput, $"Converted by LibreOffice, the file has more than {_settings.MaxBytes >> 20} MiB; it was not read."));
        }
        catch (IOException)
        {
            return (null, new ParseOutcome(
                ParseStatus.Refused, ParseCodes.Damaged, "LibreOffice could not convert the file: it is damaged or protected with a password. Save it in today's format and upload it again."));
        }
    }
}
