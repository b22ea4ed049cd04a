namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>What a model may be asked about.</summary>
/// <param name="Text">A stretch of a passage, or several on lines of their own.</param>
/// <param name="Span">Where the first one stands.</param>
/// <param name="Stretches">How many they are.</param>
internal sealed record Premise(string Text, PassageSpan Span, int Stretches = 1);

/// <summary>
/// Decides which verdicts a model may be asked about, and by which stretches: never where something exact was found against a sentence, so that no model makes a wrong number
/// right; never where the sentence stands in the passage word for word.
/// </summary>
internal sealed class PremiseFinder(CitedText text)
{
    // Those that share most words; a model is asked about each of them.
    private const int Most = 3;

    /// <summary>Stretches that might say, in other words, what the check did not find; empty when it may not be raised.</summary>
    public IReadOnlyList<Premise> ToRaise(string sentence, SentenceCheck check)
    {
        if (check is not { Issue: CheckIssue.Words, Verdict: Verdict.PartlySupported or Verdict.Unsupported })
        {
            return [];
        }

        var analysed = new AnalysedText(CitationMarks.Remove(sentence));
        var said = new SaidPart(analysed, 0, analysed.Tokens.Count - 1);
        var cited = text.Of(check.Citations);
        if (said.Stems.Count == 0)
        {
            return [];
        }

        // Without a word in common (another language) nothing is nearer than the rest; otherwise a number of another sentence must not be taken for this one's.
        var near = Near(said, cited).ToList();
        var windows = near.Count > 0 ? near : cited.Where(passage => passage.Units.Count > 0).Select(passage => new Window(passage.Units));
        return [.. windows.Where(window => NothingExact(said, window, cited)).Take(Most).Select(window => Premise(window.Span))];
    }

    /// <summary>What a supported sentence rests on; null when it is a passage's own sentence, or not supported.</summary>
    public Premise? ToLower(string sentence, SentenceCheck check)
    {
        if (check is not { Verdict: Verdict.Supported, Spans.Count: > 0 } || QuotationCheck.IsOwnSentence(CitationMarks.Remove(sentence), text.Of(check.Citations)))
        {
            return null;
        }

        var stretches = check.Spans.Select(Whole).Distinct().Select(Premise).ToList();
        return new Premise(string.Join('\n', stretches.Select(stretch => stretch.Text)), stretches[0].Span, stretches.Count);
    }

    /// <summary>Passages by the stretches in them.</summary>
    public IReadOnlyList<Passage> Of(IEnumerable<PassageSpan> spans) => [.. text.Of(spans.Select(span => span.Passage)).Select(passage => passage.Passage)];

    private Premise Premise(PassageSpan span) => new(text.Of([span.Passage])[0].Passage.Text.Substring(span.Start, span.Length), span);

    // A quotation rests on a few words; what they say, their sentences say.
    private PassageSpan Whole(PassageSpan span)
    {
        var units = text.Of([span.Passage])[0].Units.Where(unit => unit.Span.Start < span.Start + span.Length && span.Start < unit.Span.Start + unit.Span.Length).ToList();
        return units.Count == 0 ? span : new Window(units).Span;
    }

    // Sentences, and neighbouring ones together, that share words with it, most first.
    private IEnumerable<Window> Near(SaidPart said, IReadOnlyList<PassageText> cited) => cited
        .SelectMany(passage => passage.Units.Select(unit => new Window([unit])).Concat(passage.Units.Zip(passage.Units.Skip(1), (a, b) => new Window([a, b]))))
        .Select(window => (Window: window, Shared: said.Stems.Where(window.Has).Sum(text.Weight)))
        .Where(one => one.Shared > 0)
        .OrderByDescending(one => Math.Round(one.Shared, 2)).ThenBy(one => one.Window.Span.Length)
        .Select(one => one.Window);

    // As if the words agreed: then another number in it is a change, and what it denies is held against what the sentence affirms.
    private static bool NothingExact(SaidPart said, Window window, IReadOnlyList<PassageText> cited) =>
        !window.Units.Any(unit => unit.IsOrder)
        && !FactCheck.Findings(said, window, cited, aligned: true).Any()
        && !PolarityCheck.Findings(said, window).Any()
        && LabelCheck.Check(said, window, cited) is null
        && (window.Units.Count > 1 || OrderCheck.Check(said, window.Units[0]) is null)
        && CopyCheck.Check(said.Text, cited, [window.Span]) is null;
}
