using KnowledgePlatform.Core.Answers;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class TableColumnsTests
{
    [Theory]
    [InlineData("Invoice\tClient\tPaid\n2025-001\tBrightwater\tyes\n2025-002\tOkonjo\tno", "2025-002\tOkonjo\tno", "Invoice|Client|Paid")]
    [InlineData("The Tenant bears these shares:\nItem\tShare\nHeating\t22 %", "Heating\t22 %", "Item|Share")]
    [InlineData("Drug\tDose\t\nApixaban\t5 mg\t", "Apixaban\t5 mg\t", "Drug|Dose|")]
    [InlineData("2025-001\tBrightwater\tyes\n2025-002\tOkonjo\tno", "2025-002\tOkonjo\tno", null)] // no head
    [InlineData("Item\tShare\nHeating\t22 %\tEUR 310", "Heating\t22 %\tEUR 310", null)] // of another table
    [InlineData("Item\tShare\nHeating\t22 %", "Item\tShare", null)] // the head itself
    [InlineData("Item\tShare\nHeating costs\t22 %", "costs\t22 %", null)] // a part of a row
    [InlineData("Tenant\tBolt Ltd\nLandlord\tAcme Ltd\nRent\tEUR 900", "Landlord\tAcme Ltd", null)] // words beside words
    [InlineData("Tenant\tBolt Ltd\nLandlord\tAcme Ltd\nRent\tEUR 900", "Rent\tEUR 900", null)]
    [InlineData("Item, share\nHeating, 22 %", "Heating, 22 %", null)]
    public void Row_is_known_by_the_heads_of_its_columns(string passage, string row, string? heads)
    {
        var over = TableColumns.Over(passage, passage.LastIndexOf(row, StringComparison.Ordinal), row);
        Assert.Equal(heads, over is null ? null : string.Join('|', over));
    }
}
