using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Portal.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class FailureAdviceTests
{
    [Theory]
    [InlineData("The workbook is damaged or cut off and cannot be opened. Upload the original again.", ParseCodes.Damaged)]
    [InlineData("The PDF is protected with a password. Remove the password and upload it again.", ParseCodes.PasswordRequired)]
    [InlineData("the stored original is missing; upload the file again", "original_missing")]
    public void Reason_that_says_what_to_upload_gets_no_second_advice(string reason, string code)
    {
        Assert.Equal(reason, FailureAdvice.Complete(reason, code));
    }

    [Theory]
    [InlineData("The file is empty (0 bytes).", ParseCodes.EmptyFile, "The file is empty (0 bytes). Upload a version that holds text.")]
    [InlineData("Reading the file took longer than 60 seconds and was stopped.", ParseCodes.TimedOut, "Reading the file took longer than 60 seconds and was stopped.")]
    [InlineData(null, ParseCodes.Damaged, "Upload a version that opens in its own program.")]
    public void Reason_without_advice_gets_the_one_of_its_code(string? reason, string code, string words)
    {
        Assert.Equal(words, FailureAdvice.Complete(reason, code));
    }
}
