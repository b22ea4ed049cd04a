namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// How much of a question's words a text holds, rare words counting more. Weights are inverse document frequencies over the texts given, so that the words
/// which all of them share decide nothing.
/// </summary>
internal sealed class WordWeights
{
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    public WordWeights(string question, IReadOnlyCollection<AnalysedText> texts)
    {
        foreach (var stem in StemsOf(new AnalysedText(question)))
        {
            var holding = texts.Count(text => Holds(text, stem));
            _weights[stem] = Math.Log(1 + ((texts.Count + 1) / (holding + 0.5)));
        }
    }

    /// <summary>Number of content words in the question.</summary>
    public int Count => _weights.Count;

    /// <summary>The weighted share of the question's content words that <paramref name="text"/> holds, 0 to 1.</summary>
    public double Share(AnalysedText text)
    {
        var total = _weights.Values.Sum();
        return total > 0 ? _weights.Where(word => Holds(text, word.Key)).Sum(word => word.Value) / total : 0;
    }

    // A number or a name is a word of the question as well: "clause 8.2" is found by its number.
    private static IEnumerable<string> StemsOf(AnalysedText text) => text.Tokens.Where(IsWord).Select(FormOf).Distinct(StringComparer.Ordinal);

    private static bool Holds(AnalysedText text, string form) =>
        text.Tokens.Any(token => IsWord(token) && (FormOf(token) == form || (token.Stem.Length > 0 && WordStems.Same(token.Stem, form))));

    private static bool IsWord(Token token) => token.IsContent || token.Kind is TokenKind.Number or TokenKind.Code;

    private static string FormOf(Token token) => token.Stem.Length > 0 ? token.Stem : token.Key;
}
