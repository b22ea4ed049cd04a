using System.Globalization;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>Recognises the text of pages that are pictures: poppler or GraphicsMagick make the picture and Tesseract reads it, both in their sandbox.</summary>
public sealed class PageRecognizer(IOptions<RecognitionOptions> options, LanguageDetector detector, TimeProvider? time = null) : IDisposable
{
    private const int MaxTableBytes = 16 << 20;

    // Tesseract's page segmentation modes: with columns and the direction found, and as one column whose lines go across.
    private const int Automatic = 1;
    private const int RowByRow = 4;
    private readonly RecognitionOptions _settings = options.Value;

    private readonly SemaphoreSlim _places = new(options.Value.AtOnce);

    /// <summary>Waits for a place among the pages that are recognised at once; what comes back gives it up.</summary>
    internal async Task<IDisposable> PlaceAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(_places);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>False when no program is set: pages that are pictures stay unread.</summary>
    public bool IsConfigured => _settings.Program.Length > 0;

    /// <summary>Begins with a document, whose pages are taken to be in one language until one looks otherwise.</summary>
    /// <param name="path">The stored file.</param>
    internal DocumentRecognition Begin(string path) => new(this, _settings, detector, path, time ?? TimeProvider.System);

    /// <summary>The picture of a page, without the ruled lines of its tables.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidDataException">The picture is too large.</exception>
    /// <exception cref="IOException">The picture cannot be made.</exception>
    internal async Task<GrayPicture> PictureAsync(string path, ParsedPage page, CancellationToken cancellationToken)
    {
        var width = (int)Math.Round(page.Width / 72 * _settings.Resolution);
        var pgm = await RunAsync(["picture", path, N(page.Number), N(_settings.Resolution), N(width)], default, _settings.MaxPictureBytes, cancellationToken).ConfigureAwait(false);
        var picture = GrayPicture.Read(pgm);
        return picture with { IsTabular = RuledLines.Wipe(picture, _settings.Resolution, cancellationToken) };
    }

    /// <summary>One look at a page.</summary>
    /// <param name="picture">The page as it stands.</param>
    /// <param name="language">Tesseract's name of a language.</param>
    /// <param name="turn">Degrees by which it is turned clockwise for this look; the words come out where they stand on the page as it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="IOException">The program failed.</exception>
    internal async Task<RecognizedText> LookAsync(GrayPicture picture, string language, int turn, CancellationToken cancellationToken)
    {
        var table = await RunAsync(["words", N(_settings.Resolution), language, N(turn == 0 && picture.IsTabular ? RowByRow : Automatic)], picture.Turn(turn).ToPgm(), MaxTableBytes, cancellationToken).ConfigureAwait(false);
        return TesseractTable.Read(table, turn);
    }

    private Task<byte[]> RunAsync(string[] arguments, ReadOnlyMemory<byte> input, int maxBytes, CancellationToken cancellationToken) =>
        SandboxedTool.RunAsync(_settings.Program, arguments, input, TimeSpan.FromSeconds(_settings.Seconds), maxBytes, cancellationToken);

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
