using Lingua;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Tells the language of a text; the models are loaded when it is first asked. Safe to use from several threads.</summary>
public sealed class LanguageDetector(IOptions<LanguageOptions> options)
{
    /// <summary>What is said of a text too short or in no language that is known.</summary>
    public const string Undetermined = "und";

    // Characters that are looked at: more cost time and tell nothing new (see LanguageOptions).
    private const int Enough = 200;

    // Letters: below, it is a guess. A whole text may be short; a passage among others goes with them unless it shows more.
    private const int TooShort = 12;
    private const int TooShortAmongOthers = 60;

    private readonly Lazy<Lingua.LanguageDetector> _detector = new(() =>
    {
        var builder = LanguageDetectorBuilder.FromLanguages(options.Value.Languages);
        return (options.Value.HighAccuracy ? builder : builder.WithLowAccuracyMode()).Build();
    });

    /// <summary>ISO 639-1 code of the text's beginning, or <see cref="Undetermined"/>.</summary>
    public string Detect(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Detect(text, TooShort);
    }

    /// <summary>
    /// The language of most of a document, and that of each passage of it. A passage of names and numbers is given the document's language: one that differs must do
    /// so in its first part and in its second.
    /// </summary>
    /// <returns>ISO 639-1 codes or <see cref="Undetermined"/>; of a document without passages the latter.</returns>
    public (string Document, IReadOnlyList<string> Passages) DetectAll(IReadOnlyList<string> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        var found = passages.Select(text => Detect(text, TooShortAmongOthers)).ToArray();
        var weights = new Dictionary<string, long>();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] != Undetermined)
            {
                weights[found[i]] = weights.GetValueOrDefault(found[i]) + passages[i].Length;
            }
        }

        var most = weights.Count > 0 ? weights.MaxBy(pair => pair.Value).Key : Detect(string.Join('\n', passages.Take(Enough)), TooShort);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] != most && (found[i] == Undetermined || Detect(SecondPart(passages[i]), TooShortAmongOthers) != found[i]))
            {
                found[i] = most;
            }
        }

        return (most, found);
    }

    /// <summary>The code of a language in small letters.</summary>
    internal static string CodeOf(Language language) => language.IsoCode6391().ToString().ToLowerInvariant();

    // The second half of a short passage, else what follows the first part.
    private static string SecondPart(string text) => text[Math.Min(Enough, text.Length / 2)..];

    private string Detect(string text, int letters)
    {
        var part = text.Length <= Enough ? text : text[..Enough];
        if (part.Count(char.IsLetter) < letters)
        {
            return Undetermined;
        }

        var language = _detector.Value.DetectLanguageOf(part);
        return language == Language.Unknown ? Undetermined : CodeOf(language);
    }
}
