using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class WordMarksTests
{
    [Theory]
    [InlineData("payments of invoices", "The invoice was paid; paying the payment of it is due.", "invoice paid paying payment")]
    [InlineData("when is the rent due?", "The rent is due.", "rent due")]
    [InlineData("to be or not to be", "To be, or not.", "To be or not")]
    [InlineData("Müller’s café", "MULLER and the CAFE´", "MULLER CAFE")]
    [InlineData("\"change of control\" -merger", "A change of control is no merger.", "change control")]
    [InlineData("भुगतान की तारीख", "भुगतान कल होगा", "भुगतान")]
    [InlineData("解約通知", "本契約の解約には通知が必要です。", "解約 通知")]
    [InlineData("rent", "parents of the current tenant", "")]
    public void Words_of_the_question_are_marked_in_other_forms_and_spellings_and_no_others(string question, string text, string marked)
    {
        var marks = new WordMarks(question).Of(text);
        Assert.Equal(marked, string.Join(' ', marks.Chunk(2).Select(mark => text.Substring(mark[0], mark[1]))));
    }

    [Fact]
    public void Snippet_is_the_stretch_with_most_of_the_words_and_begins_with_a_word()
    {
        var text = string.Join(' ', Enumerable.Repeat("Nothing of interest stands in this rent sentence.", 20)) + " The rent is due in March. "
            + string.Join(' ', Enumerable.Repeat("More of nothing follows.", 20));
        var snippet = Snippet.Of(text, new WordMarks("rent due March").Of(text), 120);
        Assert.Contains("The rent is due in March.", snippet.Text, StringComparison.Ordinal);
        Assert.True(snippet is { IsCutBefore: true, IsCutAfter: true, Text.Length: <= 120 });
        Assert.Equal(' ', text[text.IndexOf(snippet.Text, StringComparison.Ordinal) - 1]);
        Assert.Equal(["rent", "due", "March"], snippet.Marks.Chunk(2).Select(mark => snippet.Text.Substring(mark[0], mark[1])).TakeLast(3));
    }

    [Fact]
    public void Short_passage_is_its_own_snippet_and_long_one_without_a_mark_begins_at_its_beginning()
    {
        Assert.Equal(("The rent.", false, false), Of("The rent."));
        var text = string.Concat(Enumerable.Repeat("解約通知", 40));
        Assert.Equal((text[..40], false, true), Of(text));

        static (string, bool, bool) Of(string text) => Snippet.Of(text, [], 40) is var snippet ? (snippet.Text, snippet.IsCutBefore, snippet.IsCutAfter) : default;
    }

    [Fact]
    public void Snippet_never_halves_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("𠀋", 100));
        for (var length = 40; length < 60; length++)
        {
            Assert.False(char.IsHighSurrogate(Snippet.Of(text, [], length).Text[^1]));
            Assert.False(char.IsLowSurrogate(Snippet.Of(text, [150, 2], length).Text[0]));
        }
    }
}
