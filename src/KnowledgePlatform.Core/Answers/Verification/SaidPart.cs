namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>A sentence of an answer, or one clause of it, to be held against passages.</summary>
internal sealed class SaidPart
{
    public SaidPart(AnalysedText text, int first, int last)
    {
        Text = text;
        (First, Last) = (first, last);
        Words = [.. text.Words.Where(i => i >= first && i <= last)];
        Facts = [.. text.Facts.Where(f => !f.Weak && f.FirstToken >= first && f.LastToken <= last)];
        Cues = [.. text.Cues.Where(c => c.Token >= first && c.Token <= last)];
        Stems = Words.Select(i => text.Tokens[i].Stem).Distinct(StringComparer.Ordinal).ToArray();
    }

    public AnalysedText Text { get; }

    public int First { get; }

    public int Last { get; }

    public IReadOnlyList<int> Words { get; }

    public IReadOnlyList<Fact> Facts { get; }

    public IReadOnlyList<Cue> Cues { get; }

    public IReadOnlyList<string> Stems { get; }

    /// <summary>Cuts at signs and conjunctions into two clauses that can each stand alone; every such cut.</summary>
    public IEnumerable<(SaidPart Left, SaidPart Right)> Cuts()
    {
        for (var i = First + 1; i < Last; i++)
        {
            if (!IsJoint(Text.Tokens[i]))
            {
                continue;
            }

            var (left, right) = (new SaidPart(Text, First, i - 1), new SaidPart(Text, i + 1, Last));
            if (left.IsClause && right.IsClause && right.HasOwnSubject())
            {
                yield return (left, right);
            }
        }
    }

    private bool IsClause => Words.Count >= 1 && Words.Count + Facts.Count >= 2;

    private static bool IsJoint(Token token) => token.Key is ";" or "," or "and" or "y" or "e" or "und" or "et" or "और" or "एवं" or "तथा" or "while" or "but" or "pero";

    // "..., and the deposit is ..." brings its own subject; "... and pays ..." borrows it, and must be read with the whole.
    private bool HasOwnSubject()
    {
        var i = First;
        while (i < Last && Text.Tokens[i].Kind == TokenKind.Break || IsJoint(Text.Tokens[i]))
        {
            i++;
        }

        return Text.Tokens[i].Capital || Text.Tokens[i].Key is "the" or "a" or "an" or "its" or "their" or "his" or "her" or "this" or "that" or "these" or "it" or "they"
            or "he" or "she" or "el" or "la" or "los" or "las" or "un" or "una" or "su" or "sus" or "der" or "die" or "das" or "ein" or "eine" or "le" or "les"
            || Text.Tokens[i].Key[0] is >= '\u0900' and <= '\u097F';
    }
}
