using System.Globalization;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chunking;

public class TableHeadTests
{
    [Fact]
    public void A_table_of_many_figures_has_its_head_in_every_passage()
    {
        var rows = Enumerable.Range(1, 60).Select(row => Pages.Row([$"State {row}", .. Enumerable.Range(0, 12).Select(column => (row * 7919 * (column + 3)).ToString("N0", CultureInfo.InvariantCulture))]));

        var chunks = Pages.Chunk([Pages.Page(1, [Pages.Row("State", "Permit", "Handgun", "Long Gun", "Other", "Multiple", "Admin", "Pawn", "Redeemed", "Returned", "Rented", "Sold", "Totals"), .. rows])]);

        Assert.True(chunks.Count > 5);
        Assert.All(chunks, chunk => Assert.StartsWith("State\tPermit\tHandgun", chunk.Text, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, 384));
    }

    [Fact]
    public void A_head_of_two_rows_is_repeated_whole()
    {
        var rows = Enumerable.Range(1, 80).Select(row => Pages.Row($"Office {row}", $"{row * 1000}", $"{row * 1100}", $"{row * 900}"));

        var chunks = Pages.Chunk([Pages.Page(1, [Pages.Row("", "Number of deaths", "", ""), Pages.Row("Year for", "registered", "occurred in that year", "occurred before"), .. rows])]);

        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.Contains("Year for\tregistered\toccurred in that year", chunk.Text, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.Contains("Number of deaths", chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_first_row_of_figures_is_no_head()
    {
        var chunks = Pages.Chunk([Pages.Page(1, [.. Enumerable.Range(1, 200).Select(row => Pages.Row($"{row * 1000}", $"{row * 1100}", $"{row * 900}"))])]);

        Assert.True(chunks.Count > 1);
        Assert.Single(chunks, chunk => chunk.Text.Contains("1000\t1100\t900", StringComparison.Ordinal) && chunk.Text.StartsWith("1000\t", StringComparison.Ordinal));
        Assert.All(chunks.Skip(1), chunk => Assert.DoesNotContain("1000\t1100\t900\n", chunk.Text[..Math.Min(20, chunk.Text.Length)], StringComparison.Ordinal));
    }
}
