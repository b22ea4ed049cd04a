using KnowledgePlatform.Core.Usage;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Usage;

/// <summary>What a spreadsheet makes of a name that somebody chose.</summary>
public sealed class UsageCsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("Dr. \"Bo\", Ward 3", "\"Dr. \"\"Bo\"\", Ward 3\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("Ward 3 = B", "Ward 3 = B")]
    [InlineData(null, "")]
    public void Cell_is_quoted_where_needed_and_never_computed(string? text, string expected) => Assert.Equal(expected, UsageCsv.Cell(text));

    [Fact]
    public void Report_is_a_line_a_row_with_the_sum_last_and_amounts_in_full()
    {
        var row = new UsageTotal(null, "=cmd|' /C calc'!A0", 1, 3, 2, 1, 40, 0.000000000007m, 1234.5m);
        var report = new UsageReport(new(2026, 11, 1), new(2026, 11, 30), UsageBy.Person, "EUR", new("Public, large", 1, 2), row with { Name = "All" }, [row], false);
        Assert.Equal(
            "person,id,questions,prompt_tokens,completion_tokens,estimated_questions,average_milliseconds,cost,compared_cost,compared_with,currency,from,to\r\n"
            + "'=cmd|' /C calc'!A0,,1,3,2,1,40,0.000000000007,1234.5,\"Public, large\",EUR,2026-11-01,2026-11-30\r\n"
            + "All,,1,3,2,1,40,0.000000000007,1234.5,\"Public, large\",EUR,2026-11-01,2026-11-30\r\n",
            UsageCsv.Write(report));
    }

    [Theory]
    [InlineData("-0.01")]
    [InlineData("1000000.01")]
    [InlineData("0.0000001")]
    public void Price_that_cannot_be_meant_is_refused(string price)
    {
        var given = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("price_invalid", Assert.Throws<RefusedException>(() => TokenPrices.Require(0, given)).Code);
        Assert.Equal("price_invalid", Assert.Throws<RefusedException>(() => TokenPrices.Require(given, 0)).Code);
    }
}
