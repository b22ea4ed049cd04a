namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Looks at sentences that are a passage's own words but for a few: the number, the "not" or the name that was put in may stand elsewhere in the passage, so that looking for
/// it finds nothing wrong; what stood in its place says more.
/// </summary>
internal static class CopyCheck
{
    private const double NearlyAll = 0.8;
    private const int LeastSame = 6;
    private const int LongestChange = 5;

    /// <summary>What was changed in a copy; null when it is no copy or nothing that matters was changed.</summary>
    /// <param name="said">The sentence.</param>
    /// <param name="cited">The passages it cites.</param>
    /// <param name="resting">What the sentence was found to rest on: another clause that is worded alike (an earlier version, say) contradicts nothing.</param>
    public static Finding? Check(AnalysedText said, IReadOnlyList<PassageText> cited, IReadOnlyList<PassageSpan> resting)
    {
        if (said.Tokens.Count < LeastSame)
        {
            return null;
        }

        var own = Keys(said.Tokens);
        var closest = cited.Select(passage => (Passage: passage, Pairs: CopyAlignment.Of(own, passage.Keys))).MaxBy(one => one.Pairs.Count);
        if (closest.Pairs.Count < Math.Max(LeastSame, NearlyAll * own.Length) || closest.Pairs.Count == own.Length)
        {
            return null;
        }

        var written = closest.Passage.Whole.Tokens;
        var (first, end) = Copied(closest.Pairs, closest.Passage);
        if (!resting.Any(span => span.Passage == closest.Passage.Passage.Number && span.Start < written[closest.Pairs[^1].Written].End && written[closest.Pairs[0].Written].Start < span.Start + span.Length))
        {
            return null;
        }

        // Words of the same sentence that only changed places are no others.
        var same = closest.Pairs.Select(pair => pair.Written).ToHashSet();
        var left = Enumerable.Range(first, end - first).Where(i => !same.Contains(i)).Select(i => KeyOf(written[i])).ToHashSet(StringComparer.Ordinal);
        return Changes(closest.Pairs, said.Tokens, written, end).Select(change => Judge(change, said, closest.Passage, left)).OfType<Finding>().MaxBy(finding => finding.Verdict);
    }

    /// <summary>Forms by which tokens are compared: a number with its separators is the same number without.</summary>
    public static string[] Keys(IReadOnlyList<Token> tokens) => [.. tokens.Select(KeyOf)];

    private static string KeyOf(Token token)
    {
        if (token.Kind != TokenKind.Number)
        {
            return token.Key;
        }

        // Behind the last separator one or two digits are decimals, three are thousands.
        var at = token.Key.AsSpan().LastIndexOfAny('.', ',');
        var hasDecimals = at >= 0 && token.Key.Length - at - 1 is 1 or 2;
        var whole = string.Concat((hasDecimals ? token.Key[..at] : token.Key).Where(char.IsDigit)).TrimStart('0');
        var decimals = hasDecimals ? token.Key[(at + 1)..].TrimEnd('0') : "";
        return decimals.Length > 0 ? $"{whole}.{decimals}" : whole;
    }

    // Tokens of the sentences that are copied from: the first, and the one behind the last.
    private static (int First, int End) Copied(List<(int Said, int Written)> pairs, PassageText passage)
    {
        var tokens = passage.Whole.Tokens;
        var units = passage.Units.Select(unit => (unit.Span.Start, End: unit.Span.Start + unit.Span.Length)).ToList();
        var start = units.LastOrDefault(unit => unit.Start <= tokens[pairs[0].Written].Start).Start;
        var end = units.Find(unit => unit.End >= tokens[pairs[^1].Written].End).End;
        var inside = Enumerable.Range(0, tokens.Count).Where(i => tokens[i].Start >= start && tokens[i].End <= end).ToList();
        return inside.Count == 0 ? (0, 0) : (inside[0], inside[^1] + 1);
    }

    // Stretches between tokens that are the same, and the one behind the last of them.
    private static IEnumerable<Change> Changes(List<(int Said, int Written)> pairs, IReadOnlyList<Token> said, IReadOnlyList<Token> written, int end)
    {
        foreach (var (before, after) in pairs.Zip(pairs.Skip(1).Append((Said: said.Count, Written: Math.Max(end, pairs[^1].Written + 1)))))
        {
            var change = new Change(
                before.Said + 1, after.Said - 1, [.. said.Skip(before.Said + 1).Take(after.Said - before.Said - 1)],
                [.. written.Skip(before.Written + 1).Take(after.Written - before.Written - 1)]);
            if (change.Said.Count <= LongestChange && change.Written.Count <= LongestChange && change.Said.Count + change.Written.Count > 0)
            {
                yield return change;
            }
        }
    }

    private static Finding? Judge(Change change, AnalysedText said, PassageText passage, HashSet<string> left)
    {
        var (own, theirs) = (change.Said.FirstOrDefault(IsNumber), change.Written.FirstOrDefault(IsNumber));
        if (own is not null && theirs is not null && !left.Contains(KeyOf(own)) && !NumberText.Values(own.Key).Intersect(NumberText.Values(theirs.Key)).Any())
        {
            return new Finding(Verdict.Contradicted, CheckIssue.Number, $"The passage says “{passage.Whole.Text[theirs.Start..theirs.End]}” there, not “{said.Text[own.Start..own.End]}”.");
        }

        var negated = said.Cues.Count(cue => cue.Kind == CueKind.Negation && cue.Token >= change.First && cue.Token <= change.Last);
        if (change.Said.Count == 1 && change.Written.Count == 0 && negated == 1 && !left.Contains(KeyOf(change.Said[0])))
        {
            return new Finding(Verdict.Contradicted, CheckIssue.Negation, $"“{said.Text[change.Said[0].Start..change.Said[0].End]}” does not stand there in the passage.");
        }

        return change.Said.FirstOrDefault(IsName) is { } name && change.Written.FirstOrDefault(IsName) is { } there && !left.Contains(KeyOf(name)) && !IsShort(change)
            ? new Finding(Verdict.PartlySupported, CheckIssue.Name, $"The passage says “{passage.Whole.Text[there.Start..there.End]}” there, not “{said.Text[name.Start..name.End]}”.")
            : null;
    }

    private static bool IsNumber(Token token) => token.Kind == TokenKind.Number;

    private static bool IsName(Token token) => token.Capital && token.IsContent;

    // "WHO" for the World Health Organization, and the other way round.
    private static bool IsShort(Change change)
    {
        var (said, written) = (Initials(change.Said), Initials(change.Written));
        return change.Said.Any(token => token.Key == written) || change.Written.Any(token => token.Key == said);
    }

    private static string Initials(IEnumerable<Token> tokens) => string.Concat(tokens.Where(token => token.Capital).Select(token => token.Key[..1]));

    private sealed record Change(int First, int Last, IReadOnlyList<Token> Said, IReadOnlyList<Token> Written);
}
