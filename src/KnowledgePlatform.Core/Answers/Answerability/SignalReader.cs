using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Answerability;

/// <summary>Reads from passages what tells whether they answer.</summary>
internal sealed class SignalReader(PlatformDatabase database)
{
    // Content words: some two sentences.
    private const int Stretch = 40;
    private const int PassagesRead = 10;
    private const int PassagesOfOneDocument = 5;
    // Among few passages none can stand out: that of questions with an answer (docs/quality.md).
    private const double UsualLead = 0.026;
    private readonly WordRarity _rarity = new(database);

    /// <summary>The signals of one question.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="question">The question.</param>
    /// <param name="language">Its language, ISO 639-1.</param>
    /// <param name="hits">All passages found, best first.</param>
    /// <param name="quotable">Those that may answer, best first.</param>
    /// <param name="ranked">Their sentences.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<EvidenceSignals> ReadAsync(
        Caller caller, string question, string language, IReadOnlyList<PassageHit> hits, IReadOnlyList<(Passage Passage, AnalysedText Read)> quotable, IReadOnlyList<RankedSentence> ranked,
        CancellationToken cancellationToken)
    {
        if (ranked.Count == 0)
        {
            return EvidenceSignals.None;
        }

        var forms = AskedWords.Of(question);
        string[] languages = [language, .. quotable.Select(one => one.Passage.Language).Distinct().Where(one => one != language && one != LanguageDetector.Undetermined)];
        var rarity = await _rarity.OfAsync(caller, languages, [.. forms.Select(word => word.Written)], cancellationToken).ConfigureAwait(false);
        var words = new AskedWords([.. forms.Select((word, i) => new AskedWord(word.Form, rarity[i]))]);
        var places = quotable.Take(PassagesRead).Select(one => words.PlacesIn(one.Read)).ToList();
        return new EvidenceSignals(
            ranked.Max(sentence => sentence.Similarity),
            ranked.Max(sentence => sentence.Overlap),
            places.Max(one => words.ShareWithin(one, Stretch)),
            places.Max(one => words.PairsIn(one)),
            // An amendment is of one piece with what it amends.
            hits.Take(PassagesOfOneDocument).GroupBy(hit => hit.Amends is [var amended, ..] ? amended : hit.DocumentId).Max(group => group.Count()) / (double)Math.Min(PassagesOfOneDocument, hits.Count),
            hits.Count < PassagesOfOneDocument ? UsualLead : hits.Max(hit => hit.Similarity) - hits.Average(hit => hit.Similarity));
    }
}
