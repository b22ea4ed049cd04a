using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Sheets;

public sealed class TableTests
{
    private static ParseResult ReadTable(string text, string name = "fees.csv", ParseLimits? limits = null) => Read.Bytes(Encoding.UTF8.GetBytes(text), name, limits);

    [Fact]
    public void Record_is_a_row_with_its_quoted_cells_and_rows_of_other_lengths_are_kept()
    {
        var read = ReadTable("Client,Matter,Fee\r\n\"Marsh, John\",\"the \"\"old\"\"\nlease\",\"4,250.00\"\r\n\r\nA,B,C,D,E\r\nalone\r\n,,\r\n,,last");

        Assert.Equal((DocumentKind.Table, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(
            ["TableRow: Client\tMatter\tFee", "TableRow: Marsh, John\tthe \"old\" lease\t4,250.00", "TableRow: A\tB\tC\tD\tE", "TableRow: alone", "TableRow: \t\tlast"],
            read.Blocks());
    }

    [Theory]
    [InlineData("Name;Betrag\nMüller;1.250,50\nRoux;99,00\n", "a.csv", "Müller\t1.250,50")]
    [InlineData("Name\tNote\nMüller\tone, two, three\nRoux\tfour\n", "a.tsv", "Müller\tone, two, three")]
    [InlineData("Name\tNote\nMüller\tone, two, three\nRoux\tfour\n", "a.csv", "Müller\tone, two, three")]
    [InlineData("Name|Note\nMüller|one\n", "a.csv", "Müller\tone")]
    [InlineData("sep=;\r\na,b;c\r\nMüller;one\r\n", "a.csv", "Müller\tone")]
    [InlineData("0,5;1,5;2,5\n3,5;4,5;5,5\n", "a.csv", "3,5\t4,5\t5,5")]
    [InlineData("Name\nMüller\n", "a.csv", "Müller")]
    public void Delimiter_is_found(string text, string name, string second)
    {
        Assert.Equal(second, ReadTable(text, name).Of(BlockKind.TableRow)[1]);
        Assert.Equal(second, Read.Bytes([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], name).Of(BlockKind.TableRow)[1]);
    }

    [Fact]
    public void Table_is_found_by_its_content_and_prose_is_not_one()
    {
        var rows = string.Concat(Enumerable.Range(1, 6).Select(i => $"2026-11-{i:00};Consultation;{i}00,00\n"));
        var prose = string.Concat(Enumerable.Repeat("The tenant, who has paid, leaves.\nThe landlord, who has not, stays.\n", 5));

        Assert.Equal(DocumentKind.Table, ReadTable(rows, "export.txt").Info!.Kind);
        Assert.Equal(DocumentKind.Text, ReadTable(prose, "verse.txt").Info!.Kind);
        Assert.Equal(DocumentKind.Text, ReadTable(rows + "Total;2.100,00\n", "letter.txt").Info!.Kind);
        Assert.Equal(DocumentKind.Text, ReadTable(rows + "Signed by the clerk\n", "letter.txt").Info!.Kind);
        Assert.Equal(DocumentKind.Markdown, ReadTable(rows, "notes.md").Info!.Kind);
    }

    [Fact]
    public void Quotation_mark_where_none_belongs_costs_no_text() =>
        Assert.Equal(["size\tcount", "3\" pipe\t4", "the old lease\t5", "last\t6"], ReadTable("size,count\n3\" pipe,4\n\"the old\" lease,5\nlast,6\n").Of(BlockKind.TableRow));

    [Fact]
    public void Quoted_cell_that_never_ends_ends_the_reading_with_a_reason()
    {
        var read = ReadTable("a,b\n1,2\n3,\"never" + new string('x', 5 << 20));

        Assert.Equal((ParseStatus.Partial, ParseCodes.StoppedAtFault), (read.Outcome.Status, read.Outcome.Code));
        Assert.Equal(["a\tb", "1\t2"], read.Of(BlockKind.TableRow));
    }

    [Fact]
    public void Row_of_very_many_cells_is_cut_and_that_is_said()
    {
        var read = ReadTable("a,b\n" + string.Join(',', Enumerable.Range(1, 20_000)) + "\n");

        Assert.EndsWith("\t16384", read.Text(), StringComparison.Ordinal);
        Assert.Contains("more than 16,384 cells", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_without_a_cell_is_no_text() => Assert.Equal(ParseCodes.NoText, ReadTable(",,\n,,\n").Outcome.Code);

    [Fact]
    public void Text_beyond_the_limit_is_said_to_be_missing() => Assert.Equal(
        ParseCodes.LimitReached, ReadTable(string.Concat(Enumerable.Repeat("word,word\n", 5_000)), limits: new ParseLimits { MaxTextLength = 10_000, MaxPartLength = 1_000 }).Outcome.Code);
}
