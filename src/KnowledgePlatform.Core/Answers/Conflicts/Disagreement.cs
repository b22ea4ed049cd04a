using System.Collections.Frozen;
using KnowledgePlatform.Core.Answers.Amendments;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>In what two sentences differ that speak of the same thing.</summary>
/// <param name="Here">The values of the first, in its words; empty where it is no value.</param>
/// <param name="There">Those of the second.</param>
/// <param name="Reason">For a person.</param>
internal sealed record Disagreement(IReadOnlyList<string> Here, IReadOnlyList<string> There, string Reason)
{
    // Sentences of one document stand beside each other because they speak of different cases: there it takes more to call them a conflict.
    private const double SameWords = 0.75;
    private const double SameWordsInOneDocument = 0.8;
    private const double LeastOfTheLonger = 0.4;
    private const double SameStatement = 0.75;
    private const double LeastOfTheQuestion = 0.5;
    private const int LeastShared = 2;
    private const int LeastSharedOfStatements = 3;

    private static readonly FrozenSet<string> References = new[]
    {
        "figure", "fig", "table", "ref", "equation", "eq", "chart", "abbildung", "abb", "tabelle", "figura", "tabla", "cuadro", "tableau",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How the two disagree; null when they do not, or speak of different things.</summary>
    /// <param name="here">A sentence that answers.</param>
    /// <param name="there">One of another passage.</param>
    /// <param name="asked">The question.</param>
    /// <param name="oneDocument">Whether both stand in one document.</param>
    public static Disagreement? Between(PassageUnit here, PassageUnit there, AnalysedText asked, bool oneDocument)
    {
        var (a, b) = (here.Analysed, there.Analysed);
        if (IsOfOneRecord() && RecordedAbsence.Between(a, b) && !AreOfOthers(here, there))
        {
            return new Disagreement([], [], "One lists what the other says there is none of.");
        }

        var words = a.Stems.Count(b.Has);
        var same = a.Facts.Count(fact => fact.Kind != FactKind.Name && Has(b.Facts, fact));
        var shared = words + same;
        var shorter = Math.Min(a.Stems.Count, b.Stems.Count) + same;
        var longer = Math.Max(a.Stems.Count, b.Stems.Count) + same;
        if (words == 0 || here.IsOrder || there.IsOrder || !IsAsked(a, there, asked) || (shared < LeastShared && longer > shared))
        {
            return null;
        }

        var share = (double)shared / shorter;
        var isSame = oneDocument ? share >= SameWordsInOneDocument && shared >= SameWordsInOneDocument * longer : share >= SameWords && shared >= LeastOfTheLonger * longer;
        if (!isSame && (oneDocument || !HoldTheSameOfTheQuestion(a, b, asked)))
        {
            return null;
        }

        var compared = new Compared(OnlyOne: oneDocument || share < SameWordsInOneDocument, EachOnce: !oneDocument && IsOneStatement(), OnlyMeasured:
            !isSame || (!ShareMoreThanNames(a, b) && shared < SameStatement * longer) || AmendingWords.SpeakOfThisAmendment(a.Text) != AmendingWords.SpeakOfThisAmendment(b.Text));
        var found = Values(a, b, compared) ?? (IsOneStatement() ? Polarity(a, there) : null);
        return found is null || AreOfOthers(here, there) ? null : found;

        // Two people's records have the same entries: only where the question says whose.
        bool IsOfOneRecord() => !oneDocument && !here.IsOrder && !there.IsOrder && asked.Facts.Any(fact => fact.Kind == FactKind.Name);

        bool IsOneStatement() => shared >= LeastSharedOfStatements && shared >= SameStatement * longer;
    }

    // "Between Acme and Borealis, dated 9 January" and a line of an invoice to Borealis: the same parties, and nothing else.
    private static bool ShareMoreThanNames(AnalysedText a, AnalysedText b)
    {
        var others = Plain(b).ToHashSet(StringComparer.Ordinal);
        return Plain(a).Any(stem => others.Contains(stem) || others.Any(other => WordStems.Same(stem, other)));

        // What stands first has its capital from there, unless a second one follows.
        static IEnumerable<string> Plain(AnalysedText text) => text.Words
            .Where((word, i) => !text.Tokens[word].Capital || (i == 0 && !text.Words.Skip(1).Take(1).Any(next => text.Tokens[next].Capital))).Select(word => text.Tokens[word].Stem);
    }

    // What is said of the rent is not contradicted by what is said, in the same words, of a fee.
    private static bool IsAsked(AnalysedText a, PassageUnit there, AnalysedText asked)
    {
        var held = asked.Stems.Where(a.Has).ToList();
        return held.Count == 0 || held.Exists(there.Analysed.Has) || new AnalysedText(there.Passage.HeadingPath) is var heading && held.Exists(heading.Has);
    }

    // "The monthly rent payable from 1 January is EUR 900" shares little with the lease that it changes but what was asked.
    private static bool HoldTheSameOfTheQuestion(AnalysedText a, AnalysedText b, AnalysedText asked)
    {
        var held = Held(a);
        return held.Count >= LeastShared && held.Count >= LeastOfTheQuestion * (asked.Stems.Count + asked.Facts.Count(fact => fact.Kind != FactKind.Name)) && held.SequenceEqual(Held(b));

        // "Monthly" is no word here but a rate.
        List<string> Held(AnalysedText text) =>
        [
            .. asked.Stems.Where(text.Has),
            .. asked.Facts.Where(fact => fact.Kind != FactKind.Name && Has(text.Facts, fact)).Select(asked.TextOf),
        ];
    }

    // Each names somebody whom the other does not, or another number of an invoice: they are about two of them.
    private static bool AreOfOthers(PassageUnit here, PassageUnit there)
    {
        var (one, other) = (OnlyIn(here, there), OnlyIn(there, here));
        return one.Exists(IsName) && other.Exists(IsName) || one.Exists(IsNumber) && other.Exists(IsNumber);

        static bool IsName(Fact fact) => fact.Kind == FactKind.Name;

        static bool IsNumber(Fact fact) => fact.Kind is FactKind.Code or FactKind.Label;
    }

    private static List<Fact> OnlyIn(PassageUnit one, PassageUnit other)
    {
        var heading = new AnalysedText($"{other.Passage.Title}\n{other.Passage.HeadingPath}");
        return [.. one.Analysed.Facts.Where(fact => fact.Kind == FactKind.Name
            ? !other.Analysed.Has(fact.Literal) && !heading.Has(fact.Literal)
            : !Has(other.Analysed.Facts, fact) && !Has(heading.Facts, fact))];
    }

    private static bool Has(IEnumerable<Fact> facts, Fact fact) => facts.Any(written => FactMatch.Compare(fact, written) == MatchKind.Same);

    private static Disagreement? Values(AnalysedText a, AnalysedText b, Compared compared)
    {
        var (here, there) = (Unmatched(a, b, compared), Unmatched(b, a, compared));
        var mine = here.Where(fact => there.Exists(other => AreTwo(fact, other))).ToList();
        var others = there.Where(fact => mine.Exists(one => AreTwo(one, fact))).ToList();
        // Two days and two amounts are two events: two readings of one patient, two invoices. Two numbers and two amounts are two items.
        var isSeries = mine.Exists(TellsWhich) && mine.Exists(fact => !TellsWhich(fact));
        return mine.Count == 0 || isSeries || (compared.OnlyOne && (mine.Count > 1 || others.Count > 1)) ? null
            : new Disagreement([.. mine.Select(a.TextOf)], [.. others.Select(b.TextOf)], "");

        static bool TellsWhich(Fact fact) => fact.Kind is FactKind.Date or FactKind.Weekday || fact is { Kind: FactKind.Quantity, Dimension.Length: 0, Literal.Length: > 0 };
    }

    // Also "30 days" and "30 business days", "at least 5" and "at most 5"; a year and a number are no two values of one thing.
    private static bool AreTwo(Fact one, Fact other) => one.IsYear == other.IsYear && AreTwoValues(one, other);

    private static bool AreTwoValues(Fact one, Fact other) => FactMatch.Compete(one, other) || FactMatch.Compare(one, other) switch
    {
        MatchKind.OtherUnit => one.Dimension == other.Dimension,
        var how => how is MatchKind.OtherQualifier or MatchKind.OtherBound,
    };

    private static List<Fact> Unmatched(AnalysedText one, AnalysedText other, Compared compared)
    {
        var left = other.Facts.ToList();
        return [.. one.Facts.Where(fact =>
        {
            var at = left.FindIndex(written => FactMatch.Compare(fact, written) == MatchKind.Same);
            if (at >= 0 && compared.EachOnce)
            {
                left.RemoveAt(at);
            }

            return at < 0 && !fact.Weak && !IsNumbering(fact) && !IsReference(one, fact) && (compared.OnlyMeasured
                ? fact is { Kind: FactKind.Rate } or { Kind: FactKind.Quantity, Dimension.Length: > 0 }
                : fact.Kind is FactKind.Date or FactKind.Time or FactKind.Weekday or FactKind.Rate or FactKind.Quantity);
        })];
    }

    // "[37]", "Figure 1": where it is shown, and nothing of what is said.
    private static bool IsReference(AnalysedText text, Fact fact)
    {
        var before = text.Text.AsSpan(0, text.Tokens[fact.FirstToken].Start);
        return fact is { Kind: FactKind.Quantity, Dimension.Length: 0 }
            && (before.LastIndexOf('[') > before.LastIndexOf(']') || (fact.FirstToken > 0 && References.Contains(text.Tokens[fact.FirstToken - 1].Key)));
    }

    // The number of the clause itself: "8.2 Each party's liability …".
    private static bool IsNumbering(Fact fact) => fact is { FirstToken: 0, Kind: FactKind.Quantity, Dimension.Length: 0, Literal.Length: > 0 };

    private static Disagreement? Polarity(AnalysedText a, PassageUnit there) =>
        PolarityCheck.Findings(new SaidPart(a, 0, a.Tokens.Count - 1), new Window([there])).FirstOrDefault(finding => finding.Verdict == Verdict.Contradicted) is { } found
            ? new Disagreement([], [], found.Issue == CheckIssue.Negation ? "One affirms what the other denies." : "One allows or says what the other does not.")
            : null;

    // EachOnce: where two sentences say one thing, what stands twice in one of them has to stand twice in the other: "5 ml in 5 ml" is not "9 ml in 5 ml".
    // OnlyMeasured: where they share no more than words of the question, or names, a bare number or a day may be of anything;
    // and "this Amendment" was made on another day than what it amends.
    private sealed record Compared(bool OnlyOne, bool EachOnce, bool OnlyMeasured);
}
