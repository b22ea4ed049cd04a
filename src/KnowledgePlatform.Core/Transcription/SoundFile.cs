using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>The samples of a recording while it is transcribed: in a file without a name, for nobody else on this machine.</summary>
internal sealed class SoundFile : IAsyncDisposable
{
    // A pause is looked for in the last quarter minute of a piece.
    private const int Searched = 15 * SoundPiece.Rate;
    private const int Pause = SoundPiece.Rate * 2 / 5;
    private const int Stride = SoundPiece.Rate / 20;

    private readonly FileStream _file;

    /// <summary>Makes an empty one.</summary>
    public SoundFile()
    {
        var path = Path.Combine(Path.GetTempPath(), "kp-sound-" + Guid.NewGuid().ToString("N"));
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        // It lives on without its name until it is closed: a worker that is killed leaves hundreds of megabytes to nobody.
        File.Delete(path);
    }

    /// <summary>Where samples are written to, as <see cref="SoundPiece.Samples"/>.</summary>
    public Stream Samples => _file;

    /// <summary>How many there are.</summary>
    public long Count => _file.Length / SoundPiece.SampleBytes;

    /// <summary>Seconds that so many samples take.</summary>
    public static double Seconds(long samples) => (double)samples / SoundPiece.Rate;

    /// <summary>The next piece: it ends in a pause, or with the last piece.</summary>
    /// <param name="from">Its first sample.</param>
    /// <param name="end">The sample before which the last piece ends.</param>
    /// <param name="most">Samples that it has at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<byte[]> PieceAsync(long from, long end, int most, CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(most, end - from);
        var samples = new byte[count * SoundPiece.SampleBytes];
        _file.Position = from * SoundPiece.SampleBytes;
        await _file.ReadExactlyAsync(samples, cancellationToken).ConfigureAwait(false);
        return from + count < end ? samples[..(PauseIn(samples) * SoundPiece.SampleBytes)] : samples;
    }

    /// <summary>True when nothing can be heard: a model makes up words for it.</summary>
    public static bool IsSilent(byte[] samples)
    {
        const int Faint = 32; // a thousandth of what 16 bits hold
        for (var i = 0; i + 1 < samples.Length; i += SoundPiece.SampleBytes)
        {
            if (Math.Abs((int)Sample(samples, i / SoundPiece.SampleBytes)) > Faint)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    // The middle of the quietest stretch, as a number of samples: a word that is cut in two is heard as neither.
    private static int PauseIn(byte[] samples)
    {
        var count = samples.Length / SoundPiece.SampleBytes;
        var (best, least) = (count, double.MaxValue);
        for (var start = Math.Max(0, count - Searched); start + Pause <= count; start += Stride)
        {
            double loudness = 0;
            for (var i = start; i < start + Pause; i++)
            {
                loudness += Math.Abs((double)Sample(samples, i));
            }

            if (loudness < least)
            {
                (best, least) = (start + (Pause / 2), loudness);
            }
        }

        return best;
    }

    private static short Sample(byte[] samples, int i) => (short)(samples[2 * i] | (samples[(2 * i) + 1] << 8));
}
