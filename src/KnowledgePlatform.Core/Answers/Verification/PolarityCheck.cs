namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Compares what a sentence and the passage deny, oblige and permit about the words they share.</summary>
internal static class PolarityCheck
{
    // A cue speaks of the shared words when one of the nearest words it governs is shared.
    private const int Near = 3;

    private static readonly string[] Prefixes = ["un", "in", "im", "ir", "il", "non", "dis", "des", "अ", "गैर"];

    public static IEnumerable<Finding> Findings(SaidPart said, Window window)
    {
        var negations = said.Cues.Where(c => c.Kind == CueKind.Negation).Count(c => Governs(said.Text, c, stem => window.Units.Any(unit => unit.Analysed.Stems.Any(other => Related(stem, other)))));
        var written = window.Units.Sum(unit => unit.Analysed.Cues.Count(c => c.Kind == CueKind.Negation && Governs(unit.Analysed, c, stem => said.Stems.Any(other => Related(stem, other)))));
        var turned = said.Stems.Count(stem => !window.Has(stem) && TurnedByPrefix(stem, said, window));
        if ((negations + written + turned) % 2 != 0)
        {
            yield return new Finding(Verdict.Contradicted, CheckIssue.Negation, negations > written
                ? "The sentence denies what the passage affirms."
                : "The sentence affirms what the passage denies.");
        }
        else if (Modality(said, window) is { } modality)
        {
            yield return modality;
        }

        if (Opposite(said, window) is { } opposite)
        {
            yield return opposite;
        }
    }

    private static bool Governs(AnalysedText text, Cue cue, Func<string, bool> shared) => cue.Scope.Take(Near).Any(i => shared(text.Tokens[i].Stem));

    private static bool Shared(SaidPart said, string stem) => said.Stems.Any(other => WordStems.Same(stem, other));

    private static bool Related(string a, string b) => WordStems.Same(a, b)
        || (Math.Min(a.Length, b.Length) >= 4 && Prefixes.Any(prefix => a == prefix + b || b == prefix + a));

    // "valid" against "invalid": a negation without a word for it.
    private static bool TurnedByPrefix(string stem, SaidPart said, Window window) => Prefixes.Any(prefix =>
        (stem.Length >= 4 && Holds(window, prefix + stem))
        || (stem.Length >= prefix.Length + 4 && stem.StartsWith(prefix, StringComparison.Ordinal) && Holds(window, stem[prefix.Length..]) && !Shared(said, stem[prefix.Length..])));

    private static bool Holds(Window window, string stem) => window.Units.Any(unit => unit.Analysed.Stems.Contains(stem));

    private static Finding? Modality(SaidPart said, Window window)
    {
        foreach (var cue in said.Cues.Where(c => c.Kind != CueKind.Negation && !IsNegated(said, c)))
        {
            var governed = cue.Scope.Take(Near).Select(i => said.Text.Tokens[i].Stem).ToArray();
            var all = window.Units.SelectMany(unit => unit.Analysed.Cues.Where(c => c.Kind != CueKind.Negation).Select(c => (
                c.Kind, Word: unit.Text[unit.Analysed.Tokens[c.Token].Start..unit.Analysed.Tokens[c.Token].End],
                Shared: c.Scope.Take(Near).Count(i => governed.Any(g => WordStems.Same(g, unit.Analysed.Tokens[i].Stem)))))).Where(c => c.Shared > 0).ToArray();
            // What governs the most of the same words speaks of the same thing; another clause may permit what has one word of it.
            var rivals = all.Where(c => c.Shared == all.Max(other => other.Shared)).ToArray();
            if (rivals.Length == 0 || rivals.Any(r => Agree(r.Kind, cue.Kind)))
            {
                continue;
            }

            var word = said.Text.Text[said.Text.Tokens[cue.Token].Start..said.Text.Tokens[cue.Token].End];
            var verdict = CueKind.May == cue.Kind || rivals.Any(r => r.Kind == CueKind.May) ? Verdict.Contradicted : Verdict.PartlySupported;
            return new Finding(verdict, CheckIssue.Modality, $"The passage says “{rivals[0].Word}”, not “{word}”.");
        }

        return null;
    }

    // "May not", "shall not" and "no party may" all forbid: the force of the verb is the negation's.
    private static bool IsNegated(SaidPart said, Cue modal) =>
        said.Cues.Any(c => c.Kind == CueKind.Negation && c.Scope.Take(Near).Intersect(modal.Scope.Take(Near)).Any());

    private static bool Agree(CueKind a, CueKind b) =>
        a == b || (a, b) is (CueKind.Must, CueKind.Will) or (CueKind.Will, CueKind.Must);

    private static Finding? Opposite(SaidPart said, Window window)
    {
        var keys = Enumerable.Range(said.First, said.Last - said.First + 1).Select(i => said.Text.Tokens[i]).Where(t => t.Kind == TokenKind.Word).ToArray();
        var there = window.Units.SelectMany(unit => unit.Analysed.Tokens).Where(t => t.Kind == TokenKind.Word).SelectMany(Forms).ToHashSet(StringComparer.Ordinal);
        var here = keys.SelectMany(Forms).ToHashSet(StringComparer.Ordinal);
        foreach (var token in keys.Where(t => !Forms(t).Any(there.Contains)))
        {
            if (Forms(token).SelectMany(form => Lexicon.Opposites[form]).FirstOrDefault(o => there.Contains(o) && !here.Contains(o)) is { } opposite)
            {
                return new Finding(Verdict.Contradicted, CheckIssue.Opposite, $"The passage says “{opposite}”, not “{token.Key}”.");
            }
        }

        return null;
    }

    // The key, and the singular of a plural.
    private static IEnumerable<string> Forms(Token token)
    {
        yield return token.Key;
        if (token.Key.Length > 4 && token.Key[^1] == 's')
        {
            yield return token.Key[..^1];
        }

        if (token.Key.Length > 5 && token.Key.EndsWith("ed", StringComparison.Ordinal))
        {
            yield return token.Key[..^1];
            yield return token.Key[..^2];
        }
    }
}
