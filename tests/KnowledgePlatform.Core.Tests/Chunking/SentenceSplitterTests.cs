using CsCheck;
using KnowledgePlatform.Core.Chunking;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chunking;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("The rent is due. It is EUR 1.250,50 a month.", 2)]
    [InlineData("Mr. J. Smith signed under No. 7 of the Act.", 1)]
    [InlineData("7. Term of the lease", 1)]
    [InlineData("Take 2.5 mg b.i.d. with food. Stop if a rash appears!", 2)]
    [InlineData("He asked: \"Is it due?\" She said no.", 2)]
    [InlineData("किराया देय है। यह मासिक है।", 2)]
    [InlineData("租金到期。每月支付。", 2)]
    [InlineData("Heading\n\nFirst sentence", 2)]
    [InlineData("It goes on, etc... And then it ends.", 2)]
    [InlineData("It goes on... and then it ends.", 1)]
    [InlineData("Patient: Jürgen Weißmüller, geb. 14. Mai 1950. Er nimmt Ramipril.", 2)]
    [InlineData("Unser Schreiben vom 3. März 2024 blieb ohne Antwort. Wir mahnen.", 2)]
    [InlineData("Herr Köhler wird zum 1. Geschäftsführer bestellt, der 2. Senat ist zuständig.", 1)]
    [InlineData("The term is 12. Payment follows in 30 days.", 2)]
    [InlineData("   ", 0)]
    public void Split_ordinary_text_gives_the_sentences_a_reader_counts(string text, int expected) =>
        Assert.Equal(expected, SentenceSplitter.Split(text).Count);

    [Fact]
    public void Split_a_megabyte_of_dots_takes_no_longer_than_a_megabyte_of_text() =>
        Assert.Single(SentenceSplitter.Split(new string('.', 1_000_000) + "x"));

    [Fact]
    public void Split_any_text_loses_nothing_but_white_space()
    {
        var texts = Gen.OneOf(Gen.String, Gen.Char[" .!?\nAa1)\"।。"].Array[0, 40].Select(c => new string(c)));
        texts.Sample(text =>
        {
            var at = 0;
            foreach (var span in SentenceSplitter.Split(text))
            {
                Assert.True(string.IsNullOrWhiteSpace(text[at..span.Start]));
                Assert.True(span.Length > 0);
                Assert.False(char.IsWhiteSpace(text[span.Start]) || char.IsWhiteSpace(text[span.Start + span.Length - 1]));
                at = span.Start + span.Length;
            }

            Assert.True(string.IsNullOrWhiteSpace(text[at..]));
        });
    }
}
