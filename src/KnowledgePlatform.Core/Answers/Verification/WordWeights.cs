namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// How much of a question's words a text holds, rare words counting more. Weights are inverse document frequencies over the texts given, so that the words
/// which all of them share decide nothing.
/// </summary>
internal sealed class WordWeights
{
    private const double NameWeight = 0.25;
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);
    private readonly double _total;

    /// <param name="question">Whose words are looked for.</param>
    /// <param name="texts">What makes a word rare or common.</param>
    /// <param name="names">Words that say whom the question is about: the documents were chosen by them, and each of their clauses is about the same; a quarter of a word each.</param>
    public WordWeights(string question, IReadOnlyCollection<AnalysedText> texts, IEnumerable<string> names)
    {
        var named = names.SelectMany(name => FormsOf(new AnalysedText(name))).ToHashSet(StringComparer.Ordinal);
        foreach (var form in FormsOf(new AnalysedText(question)))
        {
            var holding = texts.Count(text => Holds(text, form));
            _weights[form] = Math.Log(1 + ((texts.Count + 1) / (holding + 0.5))) * (named.Contains(form) ? NameWeight : 1);
        }

        _total = _weights.Values.Sum();
    }

    /// <summary>
    /// The weighted share of the question's content words that a sentence holds, 0 to 1; 0 for a question without any. A word that stands only around it, in its passage
    /// or heading, counts half: a lease names its landlord once, and every clause is about that landlord.
    /// </summary>
    public double Share(AnalysedText sentence, AnalysedText around) => _total > 0
        ? _weights.Sum(word => (Holds(sentence, word.Key) ? 1 : Holds(around, word.Key) ? 0.5 : 0) * word.Value) / _total
        : 0;

    private static IEnumerable<string> FormsOf(AnalysedText text) => text.Tokens.Where(token => token.IsTelling).Select(token => token.Form).Distinct(StringComparer.Ordinal);

    private static bool Holds(AnalysedText text, string form) => text.Tokens.Any(token => token.IsTelling && token.Is(form));
}
