namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Holds the sentences of one answer against its passages: quotations word for word; numbers, doses, units, dates, names and clause numbers as
/// they stand; negations and modal verbs against the best matching sentence; the other words by coverage. Pure and deterministic; made once
/// an answer, used for each sentence; not safe for several threads at once.
/// </summary>
public sealed class SentenceVerifier
{
    // Windows that cover nearly as much as the best one are looked at too: the same words may stand in two clauses, one of them denied.
    private const double NearlyAsGood = 0.12;
    private const int MostWindows = 4;

    private readonly CitedText _text;
    private readonly VerifierOptions _options;
    private readonly Func<string, string, double>? _similarity;

    /// <param name="passages">All passages the answer may rest on; their numbers are unique.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="similarity">Optional: cosine of a sentence and a passage's sentence; only asked when words alone leave a doubt.</param>
    public SentenceVerifier(IEnumerable<Passage> passages, VerifierOptions options, Func<string, string, double>? similarity = null)
    {
        _text = new CitedText(passages);
        (_options, _similarity) = (options, similarity);
    }

    internal CitedText Cited => _text;

    /// <summary>Checks one sentence.</summary>
    /// <param name="sentence">The sentence; citation marks in it are ignored.</param>
    /// <param name="citations">Numbers of the passages it cites; unknown numbers count as no citation.</param>
    /// <param name="question">The question, which says what "it" is in a sentence such as "It is EUR 900".</param>
    public SentenceCheck Verify(string sentence, IReadOnlyCollection<int> citations, string question = "")
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(citations);
        var said = new AnalysedText(CitationMarks.Remove(sentence));
        var cited = _text.Of(citations);
        if (cited.Count > 0)
        {
            return Check(said, cited, question) with { Citations = [.. cited.Select(p => p.Passage.Number)] };
        }

        var found = Check(said, [.. _text.All], question);
        return found.Verdict == Verdict.Supported
            ? found with { Citations = [.. found.Spans.Select(s => s.Passage).Distinct()] }
            : found with { Verdict = Worse(found.Verdict, Verdict.Unsupported), Issue = CheckIssue.NoCitation, Reason = "No passage is cited, and none says this.", Citations = [], Spans = [] };
    }

    private SentenceCheck Check(AnalysedText said, IReadOnlyList<PassageText> cited, string question)
    {
        var whole = new SaidPart(said, 0, said.Tokens.Count - 1);
        if (whole.Words.Count == 0 && whole.Facts.Count == 0)
        {
            return new SentenceCheck(Verdict.Unsupported, CheckIssue.NothingToCheck, "Nothing in this sentence can be checked against a passage.", [], [], 0);
        }

        if (PassageTalk.Is(said.Text))
        {
            return new SentenceCheck(Verdict.Unsupported, CheckIssue.NothingToCheck, "It speaks of the passage instead of saying what stands in it.", [], [], 0);
        }

        if (PassageTalk.IsUnfinished(said.Text) && !cited.Any(passage => passage.Passage.Text.Contains(said.Text.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            return new SentenceCheck(Verdict.Unsupported, CheckIssue.NothingToCheck, "It breaks off before it says anything.", [], [], 0);
        }

        if (PassageTalk.IsOwn(said.Text, cited))
        {
            return new SentenceCheck(Verdict.Unsupported, CheckIssue.NothingToCheck, "It is markup, a link or about the one who answers, and nothing that a passage says.", [], [], 0);
        }

        var (missing, quoted) = QuotationCheck.Check(said.Text, cited);
        if (missing is not null)
        {
            return new SentenceCheck(missing.Verdict, missing.Issue, missing.Reason, [], [], 0);
        }

        if (LabelCheck.Equated(said, cited) is { } equated)
        {
            return new SentenceCheck(equated.Verdict, equated.Issue, equated.Reason, [], [], 0);
        }

        var check = CheckPart(whole, cited, question);
        if (check.Verdict != Verdict.Supported)
        {
            check = whole.Cuts().Select(cut => Join(CheckPart(cut.Left, cited, question), CheckPart(cut.Right, cited, question)))
                .FirstOrDefault(both => both.Verdict == Verdict.Supported) ?? check;
        }

        // Asked last: where another check finds the same it says more exactly what it is.
        if (check.Verdict is Verdict.Supported or Verdict.PartlySupported && CopyCheck.Check(said, cited, check.Spans) is { } changed && changed.Verdict > check.Verdict)
        {
            check = check with { Verdict = changed.Verdict, Issue = changed.Issue, Reason = changed.Reason };
        }

        return quoted.Count > 0 && check.Verdict is Verdict.Supported or Verdict.PartlySupported ? check with { Spans = quoted } : check;
    }

    private static SentenceCheck Join(SentenceCheck left, SentenceCheck right) => (left.Verdict >= right.Verdict ? left : right) with
    {
        Spans = [.. left.Spans.Concat(right.Spans).Distinct()],
        Coverage = (left.Coverage + right.Coverage) / 2,
    };

    private SentenceCheck CheckPart(SaidPart said, IReadOnlyList<PassageText> cited, string question)
    {
        var weights = said.Stems.ToDictionary(stem => stem, _text.Weight);
        var soft = said.Words.Count < 2 && question.Length > 0 ? new AnalysedText(question).Stems : null;
        bool IsAsked(Window window) => soft is not null && soft.Any(window.Has);
        var singles = Rank(cited.SelectMany(p => p.Units.Select(unit => new Window([unit]))), said, weights, soft);
        var best = Best(singles, said, weights, cited, IsAsked, alone: true);
        if (best.Verdict == Verdict.Supported)
        {
            return best;
        }

        var pairs = Rank(cited.SelectMany(p => p.Units.Zip(p.Units.Skip(1), (a, b) => new Window([a, b]))), said, weights, soft);
        var joined = Best(pairs, said, weights, cited, IsAsked, alone: false);
        var gain = joined.Coverage - best.Coverage;
        return joined.Verdict < best.Verdict && best.Verdict != Verdict.Contradicted && (gain > 0.1 || best.Issue is CheckIssue.Number or CheckIssue.Date or CheckIssue.Name) ? joined : best;
    }

    private SentenceCheck Best(List<(Window Window, double Score)> ranked, SaidPart said, Dictionary<string, double> weights, IReadOnlyList<PassageText> cited, Func<Window, bool> isAsked, bool alone)
    {
        var none = new SentenceCheck(Verdict.Unsupported, CheckIssue.Words, "The passage does not say this.", [], [], 0);
        if (ranked.Count == 0)
        {
            return none;
        }

        var checks = ranked.TakeWhile(w => w.Score >= ranked[0].Score - NearlyAsGood).Take(MostWindows)
            .Select(w => Evaluate(w.Window, said, weights, cited, isAsked(w.Window), alone)).ToArray();
        return checks.FirstOrDefault(c => c.Verdict == Verdict.Supported) ?? checks.FirstOrDefault(c => c.Verdict == Verdict.PartlySupported && checks[0].Verdict == Verdict.Unsupported) ?? checks[0];
    }

    private static List<(Window Window, double Score)> Rank(IEnumerable<Window> windows, SaidPart said, Dictionary<string, double> weights, IReadOnlySet<string>? soft) =>
        [.. windows.Select(w => (Window: w, Score: Share(weights, w.Has) + (soft is null ? 0 : 0.3 * soft.Count(w.Has) / Math.Max(1, soft.Count))))
            .Select(w => (w.Window, w.Score, Held: FactCheck.Held(said, w.Window)))
            .Where(w => w.Score > 0 || w.Held > 0)
            .OrderByDescending(w => Math.Round(w.Score, 2)).ThenByDescending(w => w.Held).ThenBy(w => w.Window.Span.Length)
            .Select(w => (w.Window, w.Score))];

    private SentenceCheck Evaluate(Window window, SaidPart said, Dictionary<string, double> weights, IReadOnlyList<PassageText> cited, bool isAsked, bool alone)
    {
        var heading = cited.First(p => p.Passage.Number == window.Passage).Heading;
        var coverage = Share(weights, stem => window.Has(stem) || heading.Has(stem));
        var aligned = said.Stems.Count > 0 ? coverage >= _options.PartlyCoverage : isAsked;
        var findings = FactCheck.Findings(said, window, cited, aligned).ToList();
        if (aligned)
        {
            findings.AddRange(PolarityCheck.Findings(said, window));
        }

        if (alone && coverage >= _options.SupportedCoverage && OrderCheck.Check(said, window.Units[0]) is { } order)
        {
            findings.Add(order);
        }

        if (LabelCheck.Check(said, window, cited) is { } label)
        {
            findings.Add(label);
        }

        if (said.Stems.Count == 0 && said.Facts.Count < 2 && !isAsked)
        {
            findings.Add(new Finding(Verdict.PartlySupported, CheckIssue.Words, "The passage has this, but no word says what it belongs to."));
        }

        if (window.Units.Any(unit => unit.IsOrder))
        {
            findings.Add(new Finding(Verdict.Unsupported, CheckIssue.Instruction, "Here the passage gives orders to its reader; that is no evidence."));
        }

        findings.AddRange(Coverage(window, said, coverage, alone));
        var worst = findings.MaxBy(f => f.Verdict);
        var spans = findings.Select(f => f.Span).OfType<PassageSpan>().Prepend(window.Span).Distinct().ToArray();
        return new SentenceCheck(worst?.Verdict ?? Verdict.Supported, worst?.Issue ?? CheckIssue.None, worst?.Reason ?? "", [], coverage > 0 || worst is null ? spans : [], coverage);
    }

    private IEnumerable<Finding> Coverage(Window window, SaidPart said, double coverage, bool alone)
    {
        if (said.Stems.Count > 0 && coverage < _options.PartlyCoverage)
        {
            yield return new Finding(Verdict.Unsupported, CheckIssue.Words, "The passage does not say this.");
            yield break;
        }

        var missing = said.Words.Select(i => said.Text.Tokens[i]).Where(t => !window.Has(t.Stem)).ToArray();
        var partly = coverage < _options.SupportedCoverage && said.Stems.Count > 0;
        if (partly && alone && _similarity is not null && _similarity(said.Text.Text, window.Units[0].Text) >= _options.SameMeaning)
        {
            yield break;
        }

        // Two sentences put together may say what neither says, unless the second one plainly speaks of the first one's subject.
        if (partly || (!alone && !Continues(window.Units[1])))
        {
            var words = missing.Length == 0 ? "The passage says this only in two sentences taken together."
                : $"“{said.Text.Text[missing[0].Start..missing[0].End]}” does not stand in the passage.";
            yield return new Finding(Verdict.PartlySupported, CheckIssue.Words, words);
        }
    }

    private static bool Continues(PassageUnit unit) => unit.Analysed.Tokens.FirstOrDefault(t => t.Kind == TokenKind.Word)?.Key
        is "it" or "this" or "he" or "she" or "they" or "these" or "such" or "este" or "esta" or "esto" or "estos" or "dicho" or "dicha" or "er" or "sie" or "dies" or "diese"
        or "यह" or "वह" or "ये" or "वे" or "इस" or "उस" or "इसका" or "उसका" or "इसकी" or "उसकी" or "इसके" or "उसके";

    private static double Share(Dictionary<string, double> weights, Func<string, bool> stands)
    {
        var total = weights.Values.Sum();
        return total > 0 ? weights.Where(w => stands(w.Key)).Sum(w => w.Value) / total : 0;
    }

    private static Verdict Worse(Verdict a, Verdict b) => a > b ? a : b;
}
