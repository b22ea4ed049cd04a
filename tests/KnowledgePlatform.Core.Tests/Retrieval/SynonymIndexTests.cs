using CsCheck;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class SynonymIndexTests
{
    private const string Clinical = "MI, myocardial infarction, heart attack\nheart => cardiac\n^CAP => community-acquired pneumonia\nNDA => non-disclosure agreement";
    private static readonly string[] English = ["en"];
    private static readonly string[] FewWords = ["a", "bb", "cc", "dd", "ee", "a bb", "dd cc", "cc a"];

    [Fact]
    public void Word_of_a_list_brings_the_others_of_its_entry()
    {
        Assert.Equal(["myocardial infarction", "heart attack"], Meanings("How is an MI treated?"));
        Assert.Equal(["MI", "myocardial infarction"], Meanings("signs of a heart attack"));
    }

    [Fact]
    public void Longest_phrase_counts_and_its_plural_is_the_same()
    {
        Assert.Equal(["MI", "myocardial infarction"], Meanings("Heart-Attacks at night"));
        Assert.Equal(["cardiac"], Meanings("hearts of stone, attack"));
    }

    [Fact]
    public void Arrow_is_not_followed_backwards() => Assert.Empty(Meanings("a non-disclosure agreement"));

    [Fact]
    public void Short_abbreviation_and_what_is_marked_are_found_as_they_are_written_only()
    {
        Assert.Empty(Meanings("para mi casa"));
        Assert.Empty(Meanings("a liability cap"));
        Assert.Equal(["community-acquired pneumonia"], Meanings("CAP in adults"));
        Assert.Equal(["non-disclosure agreement"], Meanings("who signed the ndas"));
    }

    [Fact]
    public void What_the_question_says_already_is_not_added()
    {
        Assert.Equal(["heart attack"], Meanings("myocardial infarction (MI)"));
        Assert.Empty(Meanings("NDA, that is a non disclosure agreement"));
    }

    [Fact]
    public void Each_word_gets_its_first_meaning_before_any_gets_its_second_and_no_more_words_are_added_than_may_be()
    {
        Assert.Equal(["myocardial infarction", "non-disclosure agreement"], Meanings("MI under an NDA", most: 5));
        Assert.Equal(["myocardial infarction"], Meanings("MI under an NDA", most: 3));
        Assert.Empty(Meanings("MI", most: 0));
    }

    [Fact]
    public void List_of_another_language_or_one_that_is_off_adds_nothing()
    {
        var list = new SynonymList(Guid.Empty, "l", ["es"], "IAM, infarto agudo de miocardio", true, default);
        Assert.Empty(new SynonymIndex([list]).Meanings("IAM", English, 20));
        Assert.Single(new SynonymIndex([list]).Meanings("IAM", ["en", "es"], 20));
        Assert.Single(new SynonymIndex([list with { Languages = [] }]).Meanings("IAM", English, 20));
        Assert.Empty(new SynonymIndex([list with { Enabled = false }]).Meanings("IAM", ["es"], 20));
    }

    [Fact]
    public void Words_in_quotes_are_left_as_they_are()
    {
        var index = Index(Clinical);
        Assert.Equal("heart attack at night", index.Extend(QuestionSyntax.Parse("\"heart attack\" at night"), English, 20));
        Assert.Equal("heart attack NDA\fnon-disclosure agreement", index.Extend(QuestionSyntax.Parse("\"heart attack\" NDA"), English, 20));
        Assert.Equal("treatment", index.Extend(QuestionSyntax.Parse("treatment -NDA"), English, 20));
    }

    [Fact]
    public void First_meaning_of_each_abbreviation_found_is_embedded_with_the_question_and_other_words_are_left_to_the_model()
    {
        var index = Index(Clinical);
        Assert.Equal("MI under an NDA (myocardial infarction, non-disclosure agreement)", index.Embedded(QuestionSyntax.Parse("MI under an NDA"), English, 20, 3));
        Assert.Equal("MI under an NDA (myocardial infarction)", index.Embedded(QuestionSyntax.Parse("MI under an NDA"), English, 20, 1));
        Assert.Equal("flu season (influenza)", Index("flu, influenza").Embedded(QuestionSyntax.Parse("flu season"), English, 20, 3));
        Assert.Equal("what is septicemia", Index("septicemia, sepsis, blood poisoning").Embedded(QuestionSyntax.Parse("what is septicemia"), English, 20, 3));
        Assert.Equal("a heart attack", index.Embedded(QuestionSyntax.Parse("a heart attack"), English, 20, 3));
        Assert.Equal("MI", index.Embedded(QuestionSyntax.Parse("MI"), English, 20, 0));
        Assert.Equal("MI", index.Embedded(QuestionSyntax.Parse("\"MI\""), English, 20, 3));
        Assert.Equal("treatment", index.Embedded(QuestionSyntax.Parse("treatment -MI"), English, 20, 3));
    }

    [Fact]
    public void Form_feed_that_somebody_types_adds_nothing() =>
        Assert.DoesNotContain('\f', Index(Clinical).Extend(QuestionSyntax.Parse("rent\fNorman"), English, 20));

    // Against the plain way: whatever is made of few words, in whatever order.
    [Fact]
    public void Question_without_a_listed_word_is_left_as_it_is_and_what_is_added_comes_of_an_entry_whose_term_it_holds()
    {
        var word = Gen.Int[0, FewWords.Length - 1].Select(i => FewWords[i]);
        Gen.Select(Gen.Select(word, word, word).Array[0, 6], word.Array[0, 8], Gen.Int[0, 8]).Sample((entries, question, most) =>
        {
            var index = Index(string.Join('\n', entries.Select(entry => $"{entry.Item1} => {entry.Item2}, {entry.Item3}")));
            var text = string.Join(" x ", question);

            var added = index.Meanings(text, English, most);

            var fitting = entries.Where(entry => $" {text.ToLowerInvariant()} ".Contains($" {entry.Item1.ToLowerInvariant()} ", StringComparison.Ordinal)).ToList();
            return added.Sum(meaning => meaning.Split(' ').Length) <= most && added.Distinct().Count() == added.Count
                && added.All(meaning => fitting.Exists(entry => entry.Item2 == meaning || entry.Item3 == meaning));
        });
    }

    private static IReadOnlyList<string> Meanings(string question, int most = 20) => Index(Clinical).Meanings(question, English, most);

    private static SynonymIndex Index(string entries) => new([new SynonymList(Guid.Empty, "test", ["en"], entries, true, default)]);
}
