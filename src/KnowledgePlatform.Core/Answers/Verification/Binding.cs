namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Asks whether a number stands beside the words it is said of: in "rent 800, deposit 900" the number 900 is there, but is not the rent.
/// Nearness of words and numbers stands in for grammar, so the outcome is a warning, never a contradiction.
/// </summary>
internal static class Binding
{
    // How much nearer a rival must stand before the number counts as bound to something else.
    private const double ClearlyNearer = 1.5;

    public static Finding? Check(Fact said, Fact written, SaidPart part, PassageUnit unit)
    {
        if (said.Kind != FactKind.Quantity)
        {
            return null;
        }

        var rivals = unit.Analysed.Facts.Where(f => FactMatch.Compete(said, f)
            && !part.Text.Facts.Any(other => FactMatch.Compare(other, f) == MatchKind.Same)).ToList();
        if (rivals.Count == 0)
        {
            return null;
        }

        var anchors = Anchors(said, part, unit.Analysed);
        if (anchors.Count == 0)
        {
            return null;
        }

        var own = Nearness(written, anchors, unit.Analysed);
        var best = rivals.MaxBy(rival => Nearness(rival, anchors, unit.Analysed))!;
        return Nearness(best, anchors, unit.Analysed) <= own * ClearlyNearer ? null
            : new Finding(Verdict.PartlySupported, CheckIssue.Number,
                $"In the passage “{unit.Analysed.TextOf(written)}” may belong to something else; “{unit.Analysed.TextOf(best)}” stands nearer to these words.");
    }

    // The two content words nearest to the number in the sentence that also stand in the unit.
    private static List<int[]> Anchors(Fact said, SaidPart part, AnalysedText unit) =>
        [.. part.Words.OrderBy(i => Math.Min(Math.Abs(i - said.FirstToken), Math.Abs(i - said.LastToken)))
            .Select(i => unit.Words.Where(j => WordStems.Same(unit.Tokens[j].Stem, part.Text.Tokens[i].Stem)).ToArray())
            .Where(places => places.Length > 0)
            .Take(2)];

    private static double Nearness(Fact fact, List<int[]> anchors, AnalysedText unit) =>
        anchors.Sum(places => places.Max(place => 1.0 / (1 + Distance(place, fact, unit))));

    private static int Distance(int word, Fact fact, AnalysedText unit)
    {
        var (from, to) = word < fact.FirstToken ? (word, fact.FirstToken) : (fact.LastToken, word);
        var breaks = Enumerable.Range(from, to - from).Count(i => unit.Tokens[i].Kind == TokenKind.Break || unit.Tokens[i].Key is "and" or "y" or "und" or "और");
        return to - from + (4 * breaks);
    }
}
