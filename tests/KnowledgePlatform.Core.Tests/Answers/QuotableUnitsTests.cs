using KnowledgePlatform.Core.Answers;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class QuotableUnitsTests
{
    [Theory]
    [InlineData("4. Rent. The tenant pays 900 EUR. 5. Deposit. The tenant pays a deposit.", "4. Rent. The tenant pays 900 EUR.|5. Deposit. The tenant pays a deposit.")]
    [InlineData("§ 7 Kündigung: Die Frist beträgt drei Monate.", "§ 7 Kündigung: Die Frist beträgt drei Monate.")]
    [InlineData("1. Paracetamol 1 g.\n2. Ibuprofen 400 mg.", "1. Paracetamol 1 g.|2. Ibuprofen 400 mg.")]
    [InlineData("The tenant pays. The landlord repairs.", "The tenant pays.|The landlord repairs.")]
    [InlineData("See below. 5. Deposit.", "See below.|5. Deposit.")]
    public void Caption_of_a_clause_is_quoted_with_its_sentence(string text, string units) =>
        Assert.Equal(units, string.Join('|', QuotableUnits.Of(new Passage(1, "Lease", "", text, "en", 0.9)).Select(unit => unit.Text)));
}
