using System.Globalization;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>Turns a recording into samples: WAV by our own code, everything else by ffmpeg in its sandbox.</summary>
internal static class SoundDecoder
{
    private const int HeadBytes = 12;

    // Tells a recording that goes on from one that ends there.
    private const int SecondsBeyond = 1;

    /// <summary>The samples, a second more than is transcribed at most.</summary>
    /// <exception cref="TranscriptionException">It is damaged, takes too long, or its decoder is not there.</exception>
    public static async Task<SoundFile> DecodeAsync(string path, TranscriptionOptions options, CancellationToken cancellationToken)
    {
        var sound = new SoundFile();
        try
        {
            var seconds = (options.MaxMinutes * 60) + SecondsBeyond;
            var maxBytes = (long)seconds * SoundPiece.Rate * SoundPiece.SampleBytes;
            if (!await TryWaveAsync(path, sound, maxBytes, cancellationToken).ConfigureAwait(false))
            {
                await DecodeOtherAsync(path, sound, seconds, maxBytes, options, cancellationToken).ConfigureAwait(false);
            }

            return sound.Count > 0 ? sound : throw TranscriptionException.Of(ParseCodes.NoText, "The recording holds no sound.");
        }
        catch
        {
            await sound.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> TryWaveAsync(string path, SoundFile sound, long maxBytes, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var head = new byte[HeadBytes];
            await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            try
            {
                return WaveReader.IsWave(head) && await WaveReader.DecodeAsync(file, sound.Samples, maxBytes, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException fault)
            {
                throw TranscriptionException.Of(ParseCodes.Damaged, "The recording is damaged: its sound could not be read.", fault);
            }
        }
    }

    private static async Task DecodeOtherAsync(string path, SoundFile sound, int seconds, long maxBytes, TranscriptionOptions options, CancellationToken cancellationToken)
    {
        if (!options.HasDecoder)
        {
            throw TranscriptionException.Of(
                ParseCodes.NeedsDecoder, "Recordings of this format are decoded by ffmpeg, which is not installed on this server. Save it as WAV and upload it again, or ask the administrator to install ffmpeg and try again.");
        }

        try
        {
            // A little more than the limit of seconds gives: what ffmpeg rounds is no fault.
            await SandboxedTool.RunAsync(
                options.Decoder, [Path.GetFullPath(path), seconds.ToString(CultureInfo.InvariantCulture)], default, sound.Samples, TimeSpan.FromSeconds(options.DecodeSeconds),
                maxBytes + SoundPiece.Rate, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException fault)
        {
            throw new TranscriptionException(
                new ParseOutcome(ParseStatus.TimedOut, ParseCodes.TimedOut, $"Decoding the recording took longer than {options.DecodeSeconds} seconds (Transcription:DecodeSeconds) and was stopped."), fault);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw TranscriptionException.Of(ParseCodes.Damaged, "The recording is damaged, or holds no sound: ffmpeg could not decode it.", fault);
        }
    }
}
