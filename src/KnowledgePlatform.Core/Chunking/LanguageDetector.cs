using Lingua;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Tells the language of a text; models are loaded when it is first asked.</summary>
public sealed class LanguageDetector
{
    /// <summary>What is said of a text too short or in no language that is known.</summary>
    public const string Undetermined = "und";

    private const int Enough = 400;
    private const int TooShort = 12;

    private static readonly Language[] Known =
    [
        Language.English, Language.Spanish, Language.French, Language.German, Language.Italian, Language.Portuguese, Language.Dutch, Language.Polish,
        Language.Hindi, Language.Arabic, Language.Chinese, Language.Japanese, Language.Russian, Language.Turkish,
    ];

    private readonly Lazy<Lingua.LanguageDetector> _detector = new(
        () => LanguageDetectorBuilder.FromLanguages(Known).WithLowAccuracyMode().Build());

    /// <summary>ISO 639-1 code, or <see cref="Undetermined"/>.</summary>
    public string Detect(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var part = text.Length <= Enough ? text : text[..Enough];
        if (part.Count(char.IsLetter) < TooShort)
        {
            return Undetermined;
        }

        var language = _detector.Value.DetectLanguageOf(part);
        return language == Language.Unknown ? Undetermined : language.IsoCode6391().ToString().ToLowerInvariant();
    }
}
