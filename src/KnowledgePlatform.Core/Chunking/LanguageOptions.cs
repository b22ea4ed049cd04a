using System.ComponentModel.DataAnnotations;
using Lingua;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Which languages are told apart, and how well. Section "Language". Measured with 450 paragraphs of xquad in English, Spanish and Hindi, beginnings of 200 characters,
/// on a busy machine of two cores: with the defaults 450 right, 2 to 6 ms each, 0.6 s and 70 MB for the models when they are first needed; at high accuracy 440 MB and
/// 9 s; with all 75 languages in the library 130 MB, and 10 Hindi paragraphs were taken for Marathi.
/// </summary>
public sealed class LanguageOptions : IValidatableObject
{
    /// <summary>
    /// The languages, two or more ISO 639-1 codes with a space between them. Each costs memory, and what a firm never reads is only taken for what it does read.
    /// </summary>
    [Required]
    public string Codes { get; set; } = "en es fr de it pt nl pl hi ar zh ja ru tr";

    /// <summary>Whether texts of fewer than some 120 characters are told apart better, at the price above. Default false: passages are longer.</summary>
    public bool HighAccuracy { get; set; }

    internal Language[] Languages => [.. Parts.Select(Find).OfType<Language>().Distinct()];

    private string[] Parts => Codes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var part in Parts.Where(part => Find(part) is null))
        {
            yield return new ValidationResult($"'{part}' is no language that can be told. Use ISO 639-1 codes, such as: en es fr.", [nameof(Codes)]);
        }

        if (Languages.Length < 2)
        {
            yield return new ValidationResult("Name at least two languages, such as: en es.", [nameof(Codes)]);
        }
    }

    private static Language? Find(string code)
    {
        foreach (var language in Enum.GetValues<Language>().Where(language => language != Language.Unknown))
        {
            if (LanguageDetector.CodeOf(language).Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                return language;
            }
        }

        return null;
    }
}
