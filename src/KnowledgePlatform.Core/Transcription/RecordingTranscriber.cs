using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>Makes documents of recordings: decodes them, has them transcribed piece by piece, and hands each piece over as a page.</summary>
/// <param name="options">Model or server, and limits.</param>
/// <param name="parsing">The sandbox.</param>
public sealed class RecordingTranscriber(IOptions<TranscriptionOptions> options, ParsingOptions parsing) : IDisposable
{
    private readonly TranscriptionOptions _settings = options.Value;
    private readonly SemaphoreSlim _places = new(options.Value.AtOnce);

    /// <summary>False when neither a model nor a server is set up: recordings are refused, with the reason.</summary>
    public bool IsConfigured => _settings.Model.Length > 0 || _settings.Url.Length > 0;

    /// <summary>True while as many recordings are transcribed as may be at once.</summary>
    public bool IsBusy => _places.CurrentCount == 0;

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Tries what is set up: loads the model in its child. A server is not asked, since it would have to be given a recording.</summary>
    /// <returns>What is used.</returns>
    /// <exception cref="InvalidOperationException">The model cannot be used; the message says why.</exception>
    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        if (!IsConfigured)
        {
            return "none: recordings are refused";
        }

        if (_settings.Url.Length > 0)
        {
            return $"by the server at {_settings.Url}, not asked";
        }

        try
        {
            await using var child = await WhisperChild.StartAsync(_settings, parsing, cancellationToken).ConfigureAwait(false);
            return $"{Path.GetFileName(_settings.Model)}, loaded{(_settings.HasDecoder ? "" : "; WAV only, ffmpeg is not installed")}";
        }
        catch (TranscriptionException fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    /// <summary>Transcribes a recording; how it ends is an outcome that its owner understands.</summary>
    internal async Task<ParseSummary> ReadAsync(ParsedFile file, CancellationToken cancellationToken)
    {
        // It would wait for hours, and hold up the worker for every other document.
        if (!_places.Wait(0, CancellationToken.None))
        {
            return new ParseSummary(new DocumentInfo(DocumentKind.Recording, null, 0), 0, [], Outcomes.Busy);
        }

        try
        {
            return await new OneRecording(_settings, parsing, file).ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>One recording on its way.</summary>
    private sealed class OneRecording(TranscriptionOptions settings, ParsingOptions parsing, ParsedFile file)
    {
        private readonly List<Skipped> _skipped = [];
        private ITranscriptionEngine? _engine;
        private int _pages;
        private int _words;

        public async Task<ParseSummary> ReadAsync(CancellationToken cancellationToken)
        {
            try
            {
                await TellAsync("The sound is being decoded.", cancellationToken).ConfigureAwait(false);
                var sound = await SoundDecoder.DecodeAsync(file.Path, settings, cancellationToken).ConfigureAwait(false);
                await using (sound.ConfigureAwait(false))
                {
                    return Ended(await ReadAsync(sound, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (TranscriptionException fault)
            {
                return Ended(fault.Outcome);
            }
            finally
            {
                if (_engine is not null)
                {
                    await _engine.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        private Task TellAsync(string how, CancellationToken cancellationToken) => file.OnProgress is null ? Task.CompletedTask : file.OnProgress(how, cancellationToken);

        private async Task<ParseOutcome> ReadAsync(SoundFile sound, CancellationToken cancellationToken)
        {
            var most = (long)settings.MaxMinutes * 60 * SoundPiece.Rate;
            var end = Math.Min(sound.Count, most);
            for (long at = 0; at < end;)
            {
                var piece = await sound.PieceAsync(at, end, settings.PieceMinutes * 60 * SoundPiece.Rate, cancellationToken).ConfigureAwait(false);
                await TellAsync($"Transcribed up to {TimeCode.Of(SoundFile.Seconds(at))} of {TimeCode.Of(SoundFile.Seconds(end))}.", cancellationToken).ConfigureAwait(false);
                var next = at + (piece.Length / SoundPiece.SampleBytes);
                var page = await PageAsync(piece, SoundFile.Seconds(at), SoundFile.Seconds(next), cancellationToken).ConfigureAwait(false);
                (_pages, _words) = (_pages + 1, _words + page.Words.Count);
                await file.OnPage(page, cancellationToken).ConfigureAwait(false);
                at = next;
            }

            if (sound.Count > most)
            {
                var sentence = $"The recording is longer than {settings.MaxMinutes} minutes (Transcription:MaxMinutes); what comes after that was not transcribed.";
                _skipped.Add(new Skipped(null, sentence));
                return new ParseOutcome(ParseStatus.Partial, ParseCodes.LimitReached, sentence);
            }

            return _words > 0
                ? new ParseOutcome(ParseStatus.Completed, ParseCodes.Ok, "The recording was transcribed to its end.")
                : new ParseOutcome(ParseStatus.Refused, ParseCodes.NoText, "No speech was recognised in the recording.");
        }

        // A piece that an attempt which was cut off has transcribed is not transcribed again: it cuts at the same places.
        private async Task<ParsedPage> PageAsync(byte[] piece, double from, double to, CancellationToken cancellationToken)
        {
            var number = _pages + 1;
            if (file.Earlier.GetValueOrDefault(number) is { } earlier && earlier.Label == TimeCode.Of(from, to))
            {
                return earlier;
            }

            if (SoundFile.IsSilent(piece))
            {
                return Spoken.Page(number, from, to, []);
            }

            _engine ??= settings.Url.Length > 0 ? new TranscriptionServer(settings) : await WhisperChild.StartAsync(settings, parsing, cancellationToken).ConfigureAwait(false);
            return Spoken.Page(number, from, to, await _engine.TranscribeAsync(piece, cancellationToken).ConfigureAwait(false));
        }

        private ParseSummary Ended(ParseOutcome outcome) => new(new DocumentInfo(DocumentKind.Recording, null, _pages), _pages, _skipped, outcome);
    }
}
