using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class AskedPartTests
{
    [Theory]
    [InlineData("Re Smith v Jones: who pays the costs?", "who pays the costs?")]
    [InlineData("In the LEASE of Acme Inc. (\"Tenant: A\"): is a deposit owed?", "is a deposit owed?")]
    [InlineData("In the harrow lease: what is the deposit?", "what is the deposit?")]
    [InlineData("Agnes Fairweather: known allergies?", "known allergies?")]
    public void What_only_names_the_document_is_left_out(string question, string asked) => Assert.Equal(asked, Of(question));

    [Theory]
    [InlineData("Which of these is meant: a licence or a sale?")]
    [InlineData("When is Acme paid: at 10:30 or at 12:00?")]
    [InlineData("What is owed to Smith:")]
    [InlineData("What does \"Net Revenue: Acme\" mean?")]
    public void Other_questions_stay_whole(string question) => Assert.Equal(question, Of(question));

    private static string Of(string question) => AskedPart.Of(question, ["Harrow lease 2024", "Acme supply"]).Asked;
}
