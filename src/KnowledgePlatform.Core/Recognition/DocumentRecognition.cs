using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>Recognises the pages of one document, one after the other.</summary>
internal sealed class DocumentRecognition(PageRecognizer recognizer, RecognitionOptions options, LanguageDetector detector, string path, TimeProvider time)
{
    // Fewer words tell neither language nor direction.
    private const int WordsToJudge = 3;
    private const double ClearlyBetter = 8;
    private static readonly int[] Turns = [180, 90, 270];

    // Tesseract's names of the languages that are told apart by their words; the others have scripts of their own.
    private static readonly Dictionary<string, string> ByCode = new()
    {
        ["en"] = "eng", ["es"] = "spa", ["fr"] = "fra", ["de"] = "deu", ["it"] = "ita", ["pt"] = "por", ["nl"] = "nld", ["pl"] = "pol", ["ru"] = "rus", ["tr"] = "tur",
        ["sv"] = "swe", ["da"] = "dan", ["fi"] = "fin", ["cs"] = "ces", ["ro"] = "ron", ["hu"] = "hun", ["ca"] = "cat", ["vi"] = "vie", ["hi"] = "hin", ["ar"] = "ara",
    };

    private static readonly string[] OwnScripts = ["hin", "ara", "chi_sim", "chi_tra", "jpn", "kor", "rus", "ell", "heb", "tha", "tam", "ben"];

    private string _language = options.LanguageNames[0];
    private bool _knowsLanguage;
    private TimeSpan _taken;

    /// <summary>The page with its text, and why something of it is missing, or null.</summary>
    public async Task<(ParsedPage Page, string? Missing)> ReadAsync(ParsedPage page, CancellationToken cancellationToken)
    {
        if (_taken > TimeSpan.FromMinutes(options.MinutesPerDocument))
        {
            return (page, $"Recognising the document took longer than {options.MinutesPerDocument} minutes (Recognition:MinutesPerDocument); this page was not recognised.");
        }

        using var place = await recognizer.PlaceAsync(cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        try
        {
            var picture = await recognizer.PictureAsync(path, page, cancellationToken).ConfigureAwait(false);
            var text = await recognizer.LookAsync(picture, _language, 0, cancellationToken).ConfigureAwait(false);
            text = await BestAsync(picture, text, cancellationToken).ConfigureAwait(false);
            var read = RecognizedPage.Build(page, text);
            return read.Words.Count > 0 ? (read, null) : (page, "The page is a picture in which no text was recognised.");
        }
        catch (TimeoutException)
        {
            return (page, $"Recognising the text of the page took longer than {options.Seconds} seconds (Recognition:Seconds) and was stopped.");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return (page, "The picture of the page is damaged or too large, and its text could not be recognised.");
        }
        finally
        {
            _taken += time.GetElapsedTime(began);
        }
    }

    private async Task<RecognizedText> BestAsync(GrayPicture picture, RecognizedText text, CancellationToken cancellationToken)
    {
        if (text.Words.Count < WordsToJudge)
        {
            return text;
        }

        if (text.Confidence < options.DoubtfulBelow)
        {
            return await OtherwiseAsync(picture, text, cancellationToken).ConfigureAwait(false);
        }

        if (!_knowsLanguage && ByCode.TryGetValue(detector.Detect(text.ToString()), out var spoken))
        {
            _knowsLanguage = true;
            if (spoken != _language && options.LanguageNames.Contains(spoken))
            {
                var again = await LookAgainAsync(picture, spoken, 0, cancellationToken).ConfigureAwait(false);
                _language = again is null ? _language : spoken;
                return again ?? text;
            }
        }

        return text;
    }

    // Little was recognised: it may lie on its side or upside down (with much text Tesseract sees that itself), or be in another script.
    private async Task<RecognizedText> OtherwiseAsync(GrayPicture picture, RecognizedText text, CancellationToken cancellationToken)
    {
        var best = text;
        foreach (var turn in Turns)
        {
            best = Better(best, await LookAgainAsync(picture, _language, turn, cancellationToken).ConfigureAwait(false));
        }

        if (best.Confidence >= options.DoubtfulBelow || _knowsLanguage)
        {
            return best;
        }

        var language = _language;
        foreach (var script in OwnScripts.Intersect(options.LanguageNames))
        {
            var other = await LookAgainAsync(picture, script, 0, cancellationToken).ConfigureAwait(false);
            (best, language) = other is not null && Better(best, other) == other ? (other, script) : (best, language);
        }

        if (best.Confidence >= options.DoubtfulBelow)
        {
            (_language, _knowsLanguage) = (language, true);
        }

        return best;
    }

    // What was read by the first look stands when another one fails: its language may not be installed.
    private async Task<RecognizedText?> LookAgainAsync(GrayPicture picture, string language, int turn, CancellationToken cancellationToken)
    {
        try
        {
            return await recognizer.LookAsync(picture, language, turn, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or InvalidDataException)
        {
            return null;
        }
    }

    private static RecognizedText Better(RecognizedText one, RecognizedText? other) =>
        other is not null && other.Words.Count >= WordsToJudge && other.Confidence > one.Confidence + ClearlyBetter ? other : one;
}
