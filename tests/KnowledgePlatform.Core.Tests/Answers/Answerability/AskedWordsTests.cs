using CsCheck;
using KnowledgePlatform.Core.Answers.Answerability;
using KnowledgePlatform.Core.Answers.Verification;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Answerability;

public sealed class AskedWordsTests
{
    private static readonly AskedWords Question = new([.. AskedWords.Of("notice of termination by the tenant").Select((word, i) => new AskedWord(word.Form, i == 2 ? 0.8 : 0.1))]);

    [Fact]
    public void Words_count_once_and_by_their_stem() =>
        Assert.Equal(["payments", "3"], AskedWords.Of("the payments, payment or Payment 3?").Select(word => word.Written));

    [Fact]
    public void Rare_word_weighs_more_than_two_common_ones()
    {
        Assert.Equal(0.8, Question.ShareWithin(Question.PlacesIn(new AnalysedText("The tenants agree.")), 40), 3);
        Assert.Equal(0.2, Question.ShareWithin(Question.PlacesIn(new AnalysedText("Notice of termination is given.")), 40), 3);
    }

    [Fact]
    public void Words_that_stand_far_apart_are_not_held_together()
    {
        var places = Question.PlacesIn(new AnalysedText($"Notice. {string.Join(' ', Enumerable.Repeat("rent", 50))} tenant"));
        Assert.Equal(0.8, Question.ShareWithin(places, 40), 3);
        Assert.Equal(0.9, Question.ShareWithin(places, 60), 3);
    }

    [Fact]
    public void Neighbours_of_the_question_are_pairs_where_they_stand_close()
    {
        Assert.Equal(1, Question.PairsIn(Question.PlacesIn(new AnalysedText("the tenant's termination needs a notice"))));
        Assert.Equal(0.5, Question.PairsIn(Question.PlacesIn(new AnalysedText("a notice of termination"))));
        Assert.Equal(0, Question.PairsIn(Question.PlacesIn(new AnalysedText("a notice, rent, rent, rent, rent, termination"))));
    }

    [Fact]
    public void Share_is_between_nothing_and_all_and_grows_with_the_stretch() =>
        Gen.Select(Gen.Int[-1, 2].Array[0, 80], Gen.Int[1, 60]).Sample((places, length) =>
        {
            var share = Question.ShareWithin(places, length);
            return share is >= 0 and <= 1 && share <= Question.ShareWithin(places, length + 1) + 1e-9
                && Math.Abs(Brute(places, length) - share) < 1e-9;
        });

    // What the sliding count must give, counted anew for each stretch.
    private static double Brute(int[] places, int length)
    {
        var rarity = new[] { 0.1, 0.1, 0.8 };
        return Enumerable.Range(0, Math.Max(1, places.Length)).Max(start => places.Skip(start).Take(length).Where(word => word >= 0).Distinct().Sum(word => rarity[word]));
    }
}
