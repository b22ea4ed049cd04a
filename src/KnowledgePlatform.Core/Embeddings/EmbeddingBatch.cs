namespace KnowledgePlatform.Core.Embeddings;

/// <summary>Texts that go through the model in one run, and where each belongs in the caller's list.</summary>
/// <param name="Indexes">Positions in the caller's list.</param>
/// <param name="Longest">Tokens of the longest text, to which the others are padded.</param>
internal sealed record EmbeddingBatch(IReadOnlyList<int> Indexes, int Longest)
{
    /// <summary>
    /// Groups texts of near length, the longest first: little is padded, and runs that go on at the same time end together.
    /// </summary>
    /// <param name="lengths">Tokens of each text.</param>
    /// <param name="batchTokens">Token places of one batch, padding included; a text longer than that goes alone.</param>
    public static IReadOnlyList<EmbeddingBatch> Plan(IReadOnlyList<int> lengths, int batchTokens)
    {
        var byLength = Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).ThenBy(i => i).ToArray();
        var batches = new List<EmbeddingBatch>();
        for (var at = 0; at < byLength.Length;)
        {
            var longest = lengths[byLength[at]];
            var count = Math.Clamp(batchTokens / longest, 1, byLength.Length - at);
            batches.Add(new EmbeddingBatch(new ArraySegment<int>(byLength, at, count), longest));
            at += count;
        }

        return batches;
    }
}
