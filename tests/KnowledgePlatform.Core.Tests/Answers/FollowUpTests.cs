using KnowledgePlatform.Core.Answers;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class FollowUpTests
{
    private const string Earlier = "What rent does Odell Ceramics pay for Unit 4?";
    private const int Limit = 4000;

    [Theory]
    [InlineData("And when is it due?")]
    [InlineData("How much?")]
    [InlineData("Has its tenant Okonjo Partners paid the deposit?")]
    [InlineData("Has the Tenant paid its deposit in full?")]
    [InlineData("Did Dr Rao sign her letter of discharge?")]
    [InlineData("¿Y cuándo se paga eso?")]
    public void Question_that_does_not_stand_alone_is_searched_with_the_one_before(string question) =>
        Assert.Equal(Earlier + "\n" + question, FollowUp.Complete(question, [Earlier], Limit));

    [Fact]
    public void What_an_earlier_question_quoted_or_excluded_binds_no_later_one() =>
        Assert.Equal("What is the fixed rent?\nAnd the sublease of it?", FollowUp.Complete("And the sublease of it?", ["What is the \"fixed rent\"? -sublease"], Limit));

    [Theory]
    [InlineData("Within how many hours must a data breach be reported?")]
    [InlineData("Has Okonjo Partners paid its invoice of May?")] // Okonjo's
    public void Question_that_stands_alone_is_searched_as_it_is(string question) => Assert.Equal(question, FollowUp.Complete(question, [Earlier], Limit));

    [Fact]
    public void First_question_is_searched_as_it_is() => Assert.Equal("How much?", FollowUp.Complete("How much?", [], Limit));

    [Theory]
    [InlineData("What rent does Odell Ceramics pay?\nAnd the deposit?", "When is it due?", "What rent does Odell Ceramics pay?\nAnd the deposit?\nWhen is it due?")]
    [InlineData("What rent does Odell Ceramics pay?\nAnd the deposit?\nWho pays for the heating there?", "And for the lift?", "What rent does Odell Ceramics pay?\nWho pays for the heating there?\nAnd for the lift?")] // without the deposit
    [InlineData("What rent does Odell Ceramics pay?\nAnd what about the NDA?", "When was it signed?", "What rent does Odell Ceramics pay?\nAnd what about the NDA?\nWhen was it signed?")]
    [InlineData("What rent does Odell Ceramics pay?\nWhen does the lease of Unit 4 end?", "And how is it signed?", "When does the lease of Unit 4 end?\nAnd how is it signed?")] // of another thing
    [InlineData("what is the rent\nand the deposit\nwho pays the heating there", "and the lift", "what is the rent\nwho pays the heating there\nand the lift")]
    public void Follow_up_of_a_follow_up_is_searched_with_what_it_is_about_and_with_the_last_one(string earlier, string question, string searched) =>
        Assert.Equal(searched, FollowUp.Complete(question, [earlier], Limit));

    [Fact]
    public void Long_chain_of_follow_ups_stays_within_what_can_be_searched()
    {
        var searched = Earlier;
        for (var i = 0; i < 1000; i++)
        {
            searched = FollowUp.Complete("And when is it due?", [searched], 200);
            Assert.InRange(searched.Length, 1, 200);
        }

        Assert.EndsWith("And when is it due?", searched, StringComparison.Ordinal);
    }
}
