using CsCheck;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class NearDuplicatesTests
{
    private const string Clause = "The Supplier shall keep the Confidential Information secret and shall not disclose it to any third party without the prior written consent of the Customer, "
        + "save to those of its employees who need to know it for the purpose of this Agreement and who are bound by duties no less strict than these for 30 days.";

    private static readonly DiversityOptions Usual = new();

    [Fact]
    public void Versions_of_a_clause_go_behind_the_others_and_the_best_says_how_many_there_are()
    {
        var hits = Hits(Clause, Clause.Replace("Customer", "Buyer", StringComparison.Ordinal), Clause + " Thank you.", "Rent is due on the first day of each month.", "Notices are in writing.");

        var ordered = NearDuplicates.PutBehind(hits, Usual);

        Assert.Equal([1L, 4, 5, 2, 3], ordered.Select(hit => hit.ChunkId));
        Assert.Equal([2, 0, 0, 0, 0], ordered.Select(hit => hit.Alike));
        Assert.Equal(hits.Select(hit => hit.Score), ordered.Select(hit => hit.Score));
    }

    [Fact]
    public void Clause_with_another_number_in_it_is_another_answer()
    {
        var hits = Hits(Clause, Clause.Replace("30", "60", StringComparison.Ordinal), "Notices are in writing.");

        Assert.Same(hits, NearDuplicates.PutBehind(hits, Usual));
    }

    [Theory]
    [InlineData("shall not disclose", "shall disclose")]
    [InlineData("The Supplier shall keep", "The Supplier may keep")]
    public void Clause_that_permits_what_the_other_forbids_is_another_answer(string words, string others)
    {
        var hits = Hits(Clause, Clause.Replace(words, others, StringComparison.Ordinal), "Notices are in writing.");

        Assert.Same(hits, NearDuplicates.PutBehind(hits, Usual));
    }

    [Fact]
    public void What_lies_behind_those_compared_stays_where_it_is()
    {
        var ordered = NearDuplicates.PutBehind(Hits(Clause, Clause, "Notices are in writing.", Clause), new DiversityOptions { Among = 3 });

        Assert.Equal([1L, 3, 2, 4], ordered.Select(hit => hit.ChunkId));
    }

    [Fact]
    public void Nothing_is_lost_first_stays_first_and_passages_with_no_run_in_common_keep_their_order()
    {
        var text = Gen.Int[0, 3].Array[0, 6].Select(words => string.Join(' ', words.Select(word => (char)('a' + word))));
        Gen.Select(text.Array[1, 12], Gen.Double[0.3, 1]).Sample((texts, least) =>
        {
            var hits = Hits(texts);
            var ordered = NearDuplicates.PutBehind(hits, new DiversityOptions { SameAt = least });
            var behind = hits.Count - ordered.Count(hit => Standing(hit, ordered));

            return ordered.Select(hit => hit.ChunkId).Order().SequenceEqual(hits.Select(hit => hit.ChunkId))
                && ordered[0].ChunkId == 1 && ordered.Sum(hit => hit.Alike) == behind
                && ordered.Take(hits.Count - behind).Select(hit => hit.ChunkId).SequenceEqual(ordered.Take(hits.Count - behind).Select(hit => hit.ChunkId).Order());
        });

        // Those put behind come last, again in their order: the first fall of the ids is where they begin.
        static bool Standing(PassageHit hit, IReadOnlyList<PassageHit> ordered)
        {
            var at = ordered.ToList().FindIndex(one => one.ChunkId == hit.ChunkId);
            var fall = Enumerable.Range(1, Math.Max(0, ordered.Count - 1)).Where(i => ordered[i].ChunkId < ordered[i - 1].ChunkId).DefaultIfEmpty(ordered.Count - ordered.Sum(one => one.Alike)).First();
            return at < fall;
        }
    }

    private static List<PassageHit> Hits(params string[] texts) => [.. texts.Select((text, i) => MadeHits.Of(i + 1, text, 1.0 / (i + 1)))];
}
