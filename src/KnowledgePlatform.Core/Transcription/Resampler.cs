using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>
/// Takes samples of any rate and gives those of <see cref="SoundPiece.Rate"/>: from a higher rate the mean over each step, so that what is too high to be kept does not come back as
/// noise; from a lower one the line between two samples.
/// </summary>
internal sealed class Resampler(int rate)
{
    private readonly double _step = (double)rate / SoundPiece.Rate;
    private long _taken;
    private long _given;
    private double _sum;
    private double _before;

    /// <summary>Takes a sample, from -1 to 1, and writes those that it completes as 16 bits, little endian.</summary>
    public void Add(double sample, MemoryStream output)
    {
        if (_step >= 1)
        {
            Reduce(sample, output);
        }
        else
        {
            Fill(sample, output);
        }

        (_before, _taken) = (sample, _taken + 1);
    }

    private void Reduce(double sample, MemoryStream output)
    {
        var left = _taken;
        double from = left;
        // A step is at least one sample long: it ends within this one at most once.
        var end = (_given + 1) * _step;
        if (end <= left + 1)
        {
            _sum += sample * (end - from);
            Write(_sum / _step, output);
            (_sum, from) = (0, end);
        }

        _sum += sample * (left + 1 - from);
    }

    private void Fill(double sample, MemoryStream output)
    {
        for (var at = _given * _step; at <= _taken; at = _given * _step)
        {
            var share = _taken == 0 ? 1 : at - (_taken - 1);
            Write(_before + ((sample - _before) * share), output);
        }
    }

    private void Write(double sample, MemoryStream output)
    {
        var value = double.IsFinite(sample) ? (short)Math.Round(Math.Clamp(sample, -1, 1) * short.MaxValue) : (short)0;
        output.WriteByte((byte)value);
        output.WriteByte((byte)(value >> 8));
        _given++;
    }
}
