using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Chunking;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chunking;

public sealed class LanguageDetectorTests
{
    private const string English = "The tenant shall pay the rent in four equal instalments in advance on the quarter days, without any deduction. It keeps the roof, the gutters "
        + "and the drains of the property in good repair and tells the landlord of every damage within seven days after it became aware of it.";

    private const string Spanish = "El arrendatario pagará la renta en cuatro plazos iguales por adelantado, sin deducción alguna. Mantendrá en buen estado el tejado, los canalones "
        + "y los desagües de la finca y comunicará al arrendador cualquier daño en el plazo de siete días desde que tenga conocimiento de él.";

    private static readonly LanguageDetector Detector = new(Options.Create(new LanguageOptions()));

    [Theory]
    [InlineData("en", English)]
    [InlineData("es", Spanish)]
    [InlineData("hi", "किराया हर महीने की पहली तारीख को देय होगा और किरायेदार इसे बिना किसी कटौती के चुकाएगा।")]
    [InlineData("ar", "يدفع المستأجر الإيجار في اليوم الأول من كل شهر دون أي خصم.")]
    [InlineData("zh", "承租人应当在每月的第一天向出租人支付租金，不得扣除任何款项。")]
    [InlineData("de", "Der Mieter zahlt die Miete am ersten Tag jedes Monats ohne jeden Abzug an den Vermieter.")]
    [InlineData("und", "A-12/7")]
    [InlineData("und", "")]
    public void Detect_tells_the_language_of_a_paragraph(string expected, string text) => Assert.Equal(expected, Detector.Detect(text));

    [Fact]
    public void Half_of_a_character_at_the_cut_does_no_harm() => Assert.Equal("en", Detector.Detect(English[..199] + "😀" + English));

    [Fact]
    public void Document_has_the_language_of_most_of_its_text_and_passages_their_own()
    {
        var (document, passages) = Detector.DetectAll([English, Spanish, English]);
        Assert.Equal("en", document);
        Assert.Equal(["en", "es", "en"], passages);
    }

    [Fact]
    public void Passage_of_names_and_numbers_is_in_the_language_of_its_document()
    {
        var (_, passages) = Detector.DetectAll([English, English, "Ms. Ines Calatayud\t222.750\nRamiro Escudero\t46.777", "12.4"]);
        Assert.All(passages, language => Assert.Equal("en", language));
    }

    [Fact]
    public void Document_of_one_short_line_is_judged_by_that_line() => Assert.Equal("de", Detector.DetectAll(["Der Mieter zahlt nichts für das Dach."]).Document);

    [Fact]
    public void Document_without_text_is_in_no_language() => Assert.Equal("und", Detector.DetectAll([]).Document);

    [Theory]
    [InlineData("en xx", "'xx'")]
    [InlineData("en", "at least two")]
    public void Wrong_codes_are_named_at_start(string codes, string expected) =>
        Assert.Contains(new LanguageOptions { Codes = codes }.Validate(new ValidationContext(this)), result => result.ErrorMessage!.Contains(expected, StringComparison.Ordinal));
}
