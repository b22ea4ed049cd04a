using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Answerability;

/// <summary>The content words of a question, each with how rare it is among all passages, and how closely a text holds them.</summary>
internal sealed class AskedWords
{
    // So many content words apart at most, two neighbours of the question still stand together.
    private const int Together = 3;
    private readonly IReadOnlyList<AskedWord> _words;
    private readonly double _total;

    /// <param name="words">In the order of the question.</param>
    public AskedWords(IReadOnlyList<AskedWord> words) => (_words, _total) = (words, words.Sum(word => word.Rarity));

    /// <summary>The different content words, numbers and codes of a question: form for comparing, and as it is written.</summary>
    public static IReadOnlyList<(string Form, string Written)> Of(string question) =>
        [.. Lexer.Read(question).Where(token => token.IsTelling).Select(token => (token.Form, Written: question[token.Start..token.End])).DistinctBy(word => word.Form, StringComparer.Ordinal)];

    /// <summary>Where the question's words stand among the content words of a text: for each of those the number of the question's word, or -1.</summary>
    public int[] PlacesIn(AnalysedText text) => [.. text.Tokens.Where(token => token.IsTelling).Select(NumberOf)];

    /// <summary>The greatest share of the question's words, rare ones counting more, within so many content words that follow each other; 0 to 1.</summary>
    /// <param name="places">As <see cref="PlacesIn"/> gives them.</param>
    /// <param name="length">Content words of the stretch, at least 1.</param>
    public double ShareWithin(ReadOnlySpan<int> places, int length)
    {
        if (_total <= 0)
        {
            return 0;
        }

        var seen = new int[_words.Count];
        var (held, best) = (0.0, 0.0);
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] is >= 0 and var come && seen[come]++ == 0)
            {
                held += _words[come].Rarity;
            }

            if (i >= length && places[i - length] is >= 0 and var gone && --seen[gone] == 0)
            {
                held -= _words[gone].Rarity;
            }

            best = Math.Max(best, held);
        }

        return Math.Min(1, best / _total);
    }

    /// <summary>The share of neighbouring words of the question that stand close to each other in a text too, in either order; 0 to 1, 0 for a question of one word.</summary>
    /// <param name="places">As <see cref="PlacesIn"/> gives them.</param>
    public double PairsIn(ReadOnlySpan<int> places)
    {
        if (_words.Count < 2)
        {
            return 0;
        }

        var together = new bool[_words.Count - 1];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = i + 1; places[i] >= 0 && j <= i + Together && j < places.Length; j++)
            {
                if (places[j] >= 0 && Math.Abs(places[i] - places[j]) == 1)
                {
                    together[Math.Min(places[i], places[j])] = true;
                }
            }
        }

        return together.Count(found => found) / (double)together.Length;
    }

    private int NumberOf(Token token)
    {
        for (var i = 0; i < _words.Count; i++)
        {
            if (token.Is(_words[i].Form))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>A word of a question.</summary>
/// <param name="Form">Its stem, or its characters where it is a number or a code.</param>
/// <param name="Rarity">0 for a word that every passage holds, 1 for one that none does: inverse document frequency as a share of the greatest there can be.</param>
internal readonly record struct AskedWord(string Form, double Rarity);
