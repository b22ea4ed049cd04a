namespace KnowledgePlatform.Core.Answers.Verification;

internal enum CueKind
{
    Negation,
    Must,
    May,
    Should,
    Will,
}

/// <summary>A word that negates or obliges, with the content words it governs.</summary>
/// <param name="Token">Its token.</param>
/// <param name="Scope">Tokens of the content words it governs, nearest first.</param>
internal sealed record Cue(CueKind Kind, int Token, IReadOnlyList<int> Scope);

/// <summary>Finds negations and modal verbs and what they govern.</summary>
internal static class CueReader
{
    private const int Farthest = 6;
    private const int FarthestBehind = 4;

    public static IReadOnlyList<Cue> Read(IReadOnlyList<Token> tokens, IReadOnlyList<Fact> facts)
    {
        var inFact = new bool[tokens.Count];
        foreach (var fact in facts)
        {
            inFact.AsSpan(fact.FirstToken, fact.LastToken - fact.FirstToken + 1).Fill(true);
        }

        var heads = Heads(tokens, facts, inFact);
        return [.. heads.Select(head => new Cue(head.Kind, head.At, Scope(tokens, inFact, heads, head.At, head.Behind)))];
    }

    private static List<(int At, CueKind Kind, bool Behind)> Heads(IReadOnlyList<Token> tokens, IReadOnlyList<Fact> facts, bool[] inFact)
    {
        var starts = facts.Where(f => f.Kind is FactKind.Quantity or FactKind.Date or FactKind.Time).Select(f => f.FirstToken).ToHashSet();
        var heads = new List<(int, CueKind, bool)>();
        for (var i = 0; i < tokens.Count;)
        {
            var bound = Math.Max(Lexicon.Polarity["least"].At(tokens, i).Tokens, Lexicon.Polarity["most"].At(tokens, i).Tokens);
            if (bound > 1 && starts.Contains(i + bound))
            {
                i += bound; // "not less than 30 days" negates nothing
                continue;
            }

            var (head, used) = Lexicon.Cues.At(tokens, i);
            var isNumberSign = tokens[i].Key == "no" && i + 2 < tokens.Count && tokens[i + 1].Key == "." && tokens[i + 2].Kind == TokenKind.Number;
            if (head is not null and not "neutral" && !inFact[i] && !isNumberSign)
            {
                var verbLast = tokens[i].Key[0] is >= '\u0900' and <= '\u097F';
                heads.Add((i + used - 1, Kind(head), head == "behind" || verbLast));
            }

            i += Math.Max(1, used);
        }

        return heads;
    }

    private static CueKind Kind(string head) => head switch
    {
        "must" => CueKind.Must,
        "may" => CueKind.May,
        "should" => CueKind.Should,
        "will" => CueKind.Will,
        _ => CueKind.Negation,
    };

    private static List<int> Scope(IReadOnlyList<Token> tokens, bool[] inFact, List<(int At, CueKind, bool)> heads, int at, bool behind)
    {
        var cues = heads.Select(h => h.At).ToHashSet();
        var ahead = Walk(tokens, inFact, cues, at, 1, behind ? 2 : Farthest);
        if (!behind && ahead.Count > 0)
        {
            return ahead;
        }

        // Verb-final languages, and "smoking is prohibited": what is governed stands before the cue.
        return [.. Walk(tokens, inFact, cues, at, -1, FarthestBehind), .. ahead];
    }

    private static List<int> Walk(IReadOnlyList<Token> tokens, bool[] inFact, HashSet<int> cues, int at, int step, int farthest)
    {
        var scope = new List<int>();
        for (var i = at + step; i >= 0 && i < tokens.Count && scope.Count < farthest; i += step)
        {
            var ends = tokens[i].Kind == TokenKind.Break || cues.Contains(i) || Lexicon.Polarity["boundary"].At(tokens, i).Tokens > 0;
            if (ends && scope.Count > 0)
            {
                break;
            }

            if (!ends && tokens[i].IsContent && !inFact[i])
            {
                scope.Add(i);
            }
        }

        return scope;
    }
}
