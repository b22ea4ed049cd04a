using KnowledgePlatform.Core.Answers;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class SentenceStreamTests
{
    [Theory]
    [InlineData("| The monthly rent is EUR 800. [1]", "The monthly rent is EUR 800.")]
    [InlineData("| - The monthly rent is EUR 800. [1]", "The monthly rent is EUR 800.")]
    [InlineData("2. | The monthly rent is EUR 800. [1]", "The monthly rent is EUR 800.")]
    [InlineData("- 3. Mai 2024 endet die Frist. [1]", "3. Mai 2024 endet die Frist.")]
    [InlineData("The rent | and the deposit are due. [1]", "The rent | and the deposit are due.")]
    public void Marks_of_lists_and_of_the_prompt_are_no_words_of_a_sentence(string written, string text)
    {
        var stream = new SentenceStream();
        var sentences = stream.Push(written).Concat(stream.Complete());
        Assert.Equal((text, 1), sentences.Select(sentence => (sentence.Text, sentence.Passages.Single())).Single());
    }
}
