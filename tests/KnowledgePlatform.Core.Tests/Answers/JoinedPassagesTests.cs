using CsCheck;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Tests.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class JoinedPassagesTests
{
    [Fact]
    public void Passages_that_follow_each_other_become_one_in_the_place_of_the_better_one()
    {
        var joined = JoinedPassages.Join([Hit(7), Hit(2), Hit(8), Hit(4)], 3);

        Assert.Equal(["text 7\ntext 8", "text 2", "text 4"], joined.Select(hit => hit.Text));
        Assert.Equal([1, 7000, 6, 1, 8000, 6], joined[0].Pieces);
        Assert.Equal([1, 8002, 4], PassagePieces.Of(joined[0].Pieces, "text 7\nte".Length, 4));
    }

    [Fact]
    public void Those_under_another_heading_or_of_another_document_stay_apart_and_no_more_are_joined_than_may_be()
    {
        Assert.Equal(2, JoinedPassages.Join([Hit(1), Hit(2) with { HeadingPath = "Article 2" }], 3).Count);
        Assert.Equal(2, JoinedPassages.Join([Hit(1), Hit(2) with { VersionId = Guid.NewGuid() }], 3).Count);
        Assert.Equal(["text 1\ntext 2\ntext 3", "text 4\ntext 5"], JoinedPassages.Join([Hit(5), Hit(3), Hit(1), Hit(2), Hit(4)], 3).Select(hit => hit.Text).Order());
        Assert.Equal(2, JoinedPassages.Join([Hit(1), Hit(2)], 1).Count);
    }

    [Fact]
    public void Every_character_of_every_passage_is_found_at_its_place_afterwards()
    {
        Gen.Select(Gen.Int[0, 12].Array[1, 10], Gen.Int[1, 4]).Sample((ids, most) =>
        {
            var hits = ids.Distinct().Select(id => Hit(id)).ToList();
            var joined = JoinedPassages.Join(hits, most);

            Assert.Equal(hits.Select(hit => hit.Text).Order(), joined.SelectMany(hit => hit.Text.Split('\n')).Order());
            Assert.All(joined, hit =>
            {
                var at = 0;
                foreach (var text in hit.Text.Split('\n'))
                {
                    var id = int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
                    Assert.Equal([1, id * 1000, text.Length], PassagePieces.Of(hit.Pieces, at, text.Length));
                    at += text.Length + 1;
                }
            });
            Assert.Equal(hits[0].VersionId, joined[0].VersionId);
            Assert.Contains(hits[0].Text, joined[0].Text, StringComparison.Ordinal);
        });
    }

    private static PassageHit Hit(int id) => MadeHits.Of(id, $"text {id}", 1.0 / (id + 1));
}
