using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;
using static KnowledgePlatform.Parsers.Tests.Documents.DocxBuilder;

namespace KnowledgePlatform.Parsers.Tests.Word;

public class WordNumberingTests
{
    private static string Level(int level, string format, string text, string rest = "") =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{rest}<w:lvlText w:val=\"{text}\"/></w:lvl>";

    private static string List(string levels, string overrides = "") =>
        $"<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/>{overrides}</w:num>";

    private static string[] Markers(string numbering, params (int List, int Level)[] items)
    {
        var document = new DocxBuilder { Numbering = numbering };
        foreach (var (list, level) in items)
        {
            document.Xml($"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{Run("|")}</w:p>");
        }

        return MarkersOf(document);
    }

    private static string[] MarkersOf(DocxBuilder document) =>
        [.. Documents.Read.Bytes(document.Build(), "document.docx").Blocks().Select(block => block[(block.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('|').Trim())];

    [Theory]
    [InlineData("upperRoman", "I II III IV")]
    [InlineData("lowerRoman", "i ii iii iv")]
    [InlineData("upperLetter", "A B C D")]
    [InlineData("lowerLetter", "a b c d")]
    [InlineData("decimalZero", "01 02 03 04")]
    [InlineData("ordinal", "1st 2nd 3rd 4th")]
    [InlineData("cardinalText", "One Two Three Four")]
    [InlineData("ordinalText", "First Second Third Fourth")]
    public void Numbers_are_written_in_the_format_of_their_level(string format, string expected) =>
        Assert.Equal(expected.Split(' '), Markers(List(Level(0, format, "%1")), (1, 0), (1, 0), (1, 0), (1, 0)));

    [Theory]
    [InlineData(11, "11th", "Eleven", "Eleventh")]
    [InlineData(12, "12th", "Twelve", "Twelfth")]
    [InlineData(20, "20th", "Twenty", "Twentieth")]
    [InlineData(21, "21st", "Twenty-one", "Twenty-first")]
    [InlineData(99, "99th", "Ninety-nine", "Ninety-ninth")]
    [InlineData(113, "113th", "113", "113th")]
    public void Numbers_in_words_are_those_of_English_contracts(int number, string ordinal, string cardinal, string inWords) =>
        Assert.Equal((ordinal, cardinal, inWords), (Parsers.Word.NumberWords.Ordinal(number), Parsers.Word.NumberWords.Cardinal(number), Parsers.Word.NumberWords.OrdinalInWords(number)));

    [Fact]
    public void A_clause_has_the_numbers_of_the_levels_above_it() =>
        Assert.Equal(["1.", "1.1", "1.1(a)", "1.1(b)", "1.2", "1.2(a)", "2."], Markers(List(Level(0, "decimal", "%1.") + Level(1, "decimal", "%1.%2") + Level(2, "lowerLetter", "%1.%2(%3)")), (1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0)));

    [Fact]
    public void Legal_numbering_writes_all_levels_in_digits() =>
        Assert.Equal(["Article I", "1.01", "1.02", "Article II", "2.01"], Markers(List(Level(0, "upperRoman", "Article %1") + Level(1, "decimalZero", "%1.0%2", "<w:isLgl/>")), (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)));

    [Fact]
    public void A_level_that_is_told_so_goes_on_counting_or_begins_again_only_after_a_certain_level()
    {
        Assert.Equal(["1", "a", "b", "2", "c"], Markers(List(Level(0, "decimal", "%1") + Level(1, "lowerLetter", "%2", "<w:lvlRestart w:val=\"0\"/>")), (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)));
        Assert.Equal(["1", "1", "a", "2", "b", "2", "1", "a"], Markers(List(Level(0, "decimal", "%1") + Level(1, "decimal", "%2") + Level(2, "lowerLetter", "%3", "<w:lvlRestart w:val=\"1\"/>")), (1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)));
    }

    [Fact]
    public void Two_lists_of_one_definition_go_on_counting_unless_the_second_is_told_where_to_begin()
    {
        Assert.Equal(["1", "2", "3"], Markers(List(Level(0, "decimal", "%1")), (1, 0), (1, 0), (2, 0)));
        Assert.Equal(["1", "2", "5", "6"], Markers(List(Level(0, "decimal", "%1"), "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>"), (1, 0), (1, 0), (2, 0), (2, 0)));
    }

    [Fact]
    public void A_list_may_write_a_level_differently_and_a_level_may_write_nothing()
    {
        Assert.Equal(["1", "(2)"], Markers(List(Level(0, "decimal", "%1"), $"<w:lvlOverride w:ilvl=\"0\">{Level(0, "decimal", "(%1)")}</w:lvlOverride>"), (1, 0), (2, 0)));
        Assert.Equal(["", "1.1"], Markers(List(Level(0, "decimal", "") + Level(1, "decimal", "%1.%2")), (1, 0), (1, 1)));
    }

    [Fact]
    public void A_level_that_does_not_say_where_it_begins_begins_at_nought_and_a_bullet_is_nothing_in_the_numbers_below_it() =>
        Assert.Equal(
            ["0", "1", "1..1"],
            Markers(List("<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1\"/></w:lvl>" + Level(1, "bullet", "*") + Level(2, "decimal", "%1.%2.%3")), (1, 0), (1, 0), (1, 2)));

    [Fact]
    public void The_end_of_a_section_without_text_is_not_counted()
    {
        const string Numbered = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
        var document = new DocxBuilder { Numbering = List(Level(0, "decimal", "%1.")) }
            .Xml($"<w:p><w:pPr>{Numbered}<w:sectPr/></w:pPr></w:p>").Xml($"<w:p><w:pPr>{Numbered}</w:pPr>{Run("|")}</w:p>").Xml($"<w:p><w:pPr>{Numbered}<w:sectPr/></w:pPr>{Run("|")}</w:p>");
        Assert.Equal(["1.", "2."], MarkersOf(document));
    }

    [Fact]
    public void A_style_brings_its_number_and_one_below_it_may_change_only_the_level()
    {
        const string Styles = """
            <w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Clause"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
            """;
        var document = new DocxBuilder { Styles = Styles, Numbering = List(Level(0, "decimal", "%1.") + Level(1, "lowerLetter", "(%2)")) };
        document.Text("|", "Clause").Text("|", "Sub").Text("Plain.|", "Plain").Text("|", "Sub").Text("|", "Clause");

        Assert.Equal(["1.", "(a)", "Plain.", "(b)", "2."], MarkersOf(document));
    }

    [Fact]
    public void A_level_that_belongs_to_a_style_is_that_of_the_style_and_of_those_based_on_it()
    {
        const string Styles = """
            <w:style w:type="paragraph" w:styleId="Article"><w:name w:val="Article"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Section"><w:name w:val="Section"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Narrow"><w:name w:val="Narrow"/><w:basedOn w:val="Section"/></w:style>
            """;
        var document = new DocxBuilder { Styles = Styles, Numbering = List(Level(0, "upperRoman", "%1.", "<w:pStyle w:val=\"Article\"/>") + Level(1, "decimal", "Section %2", "<w:pStyle w:val=\"Section\"/>")) };
        document.Text("|", "Article").Text("|", "Section").Text("|", "Narrow").Text("|", "Article");

        Assert.Equal(["I.", "Section 1", "Section 2", "II."], MarkersOf(document));
    }
}
