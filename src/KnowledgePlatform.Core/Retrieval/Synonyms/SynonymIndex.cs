using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>The entries of all lists that are in use, made ready to be found in a question.</summary>
public sealed partial class SynonymIndex
{
    /// <summary>Nothing in it.</summary>
    public static readonly SynonymIndex Empty = new([]);

    // Before a term that is found as it is written only: ^CAP, since a liability cap is none.
    private const char AsWritten = '^';

    // Abbreviations of so few letters are words of another meaning in small letters.
    private const int ShortAbbreviation = 2;

    // TB, LoL, COVID-19, HbA1c.
    private const int LeastCapitals = 2;
    private readonly Dictionary<string, List<Term>> _byFirstWord = [];

    /// <summary>Takes the lists that are in use; what cannot be read in them is left out.</summary>
    public SynonymIndex(IEnumerable<SynonymList> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        foreach (var list in lists.Where(list => list.Enabled))
        {
            foreach (var entry in SynonymText.Read(list.Entries).Entries)
            {
                foreach (var term in entry.Terms)
                {
                    Add(term, [.. (entry.Meanings ?? entry.Terms).Where(other => other != term).Select(other => other.TrimStart(AsWritten))], list.Languages);
                }
            }
        }
    }

    /// <summary>What a question's words mean besides, in the order in which they stand there. The longest phrase counts: "heart attack", not "heart".</summary>
    /// <param name="question">Text in which words are looked for.</param>
    /// <param name="languages">Languages of the passages that are searched: lists of other languages are passed over.</param>
    /// <param name="mostWords">Words added at most; each word found gets its first meaning before any gets its second.</param>
    public IReadOnlyList<string> Meanings(string question, IReadOnlyCollection<string> languages, int mostWords) =>
        [.. Found(question, languages, mostWords).Select(found => found.Meaning)];

    /// <summary>
    /// A question as it is embedded: behind its words the first meaning of each abbreviation found, as people write it: "signs of an MI (myocardial infarction)". Words that are
    /// none ("septicemia") are left to the model, which knows what they mean. An abbreviation is one word with two capitals, or half as long as what it means ("flu").
    /// </summary>
    internal string Embedded(QuestionSyntax question, IReadOnlyCollection<string> languages, int mostWords, int most)
    {
        var first = Found(question.Unquoted, languages, mostWords).Where(found => found.OfAbbreviation && found.Round == 0).Take(most).Select(found => found.Meaning).ToList();
        return first.Count == 0 ? question.Words : $"{question.Words} ({string.Join(", ", first)})";
    }

    /// <summary>A question as the lexical leg takes it: its words, and behind a form feed those that are added, which count less (migration 0027).</summary>
    internal string Extend(QuestionSyntax question, IReadOnlyCollection<string> languages, int mostWords)
    {
        var words = question.Words.Replace('\f', ' ');
        var meanings = Meanings(question.Unquoted, languages, mostWords);
        return meanings.Count == 0 ? words : $"{words}\f{string.Join(' ', meanings)}";
    }

    private List<(string Meaning, int Round, bool OfAbbreviation)> Found(string question, IReadOnlyCollection<string> languages, int mostWords)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(languages);
        if (_byFirstWord.Count == 0 || mostWords < 1)
        {
            return [];
        }

        var words = Words(question);
        var held = words.Select(word => word.Key).ToHashSet(StringComparer.Ordinal);
        var found = new List<Term>();
        for (var at = 0; at < words.Count;)
        {
            var fitting = Candidates(words[at].Key).Where(term => term.IsFor(languages) && term.StandsAt(words, at)).ToList();
            var longest = fitting.Count == 0 ? 1 : fitting.Max(term => term.Words.Count);
            found.AddRange(fitting.Where(term => term.Words.Count == longest));
            at += longest;
        }

        var (added, seen, left) = (new List<(string, int, bool)>(), new HashSet<string>(StringComparer.Ordinal), mostWords);
        for (var round = 0; found.Exists(term => term.Meanings.Count > round); round++)
        {
            foreach (var (meaning, abbreviation) in found.Where(term => term.Meanings.Count > round).Select(term => (term.Meanings[round], term.Abbreviates(term.Meanings[round]))))
            {
                var keys = Words(meaning).Select(word => word.Key).ToList();
                if (keys.Count <= left && !keys.TrueForAll(held.Contains) && seen.Add(string.Join(' ', keys)))
                {
                    added.Add((meaning, round, abbreviation));
                    left -= keys.Count;
                }
            }
        }

        return added;
    }

    private IEnumerable<Term> Candidates(string key) =>
        Known(key).Concat(key.Length > 1 && key[^1] == 's' ? Known(key[..^1]).Where(term => term.Words.Count == 1) : []);

    private List<Term> Known(string key) => _byFirstWord.TryGetValue(key, out var terms) ? terms : [];

    private void Add(string term, IReadOnlyList<string> meanings, string[] languages)
    {
        var words = Words(term);
        if (!_byFirstWord.TryGetValue(words[0].Key, out var terms))
        {
            _byFirstWord[words[0].Key] = terms = [];
        }

        var asWritten = term[0] == AsWritten || (words.Count == 1 && words[0].Text.Length <= ShortAbbreviation && words[0].Text.All(char.IsUpper));
        terms.Add(new Term(words, asWritten, term, meanings, languages));
    }

    // A hyphen is as good as a blank: "non-disclosure", "non disclosure".
    private static List<Word> Words(string text) =>
        [.. Letters().Matches(text).Select(match => new Word(match.Value, TextFold.Key(TextFold.Fold(match.Value))))];

    private readonly record struct Word(string Text, string Key);

    private sealed record Term(IReadOnlyList<Word> Words, bool AsWritten, string Written, IReadOnlyList<string> Meanings, string[] Languages)
    {
        public bool Abbreviates(string meaning) =>
            !Written.Any(char.IsWhiteSpace) && (Written.Count(char.IsUpper) >= LeastCapitals || Written.Length * 2 <= meaning.Length);

        public bool IsFor(IReadOnlyCollection<string> languages) => Languages.Length == 0 || Languages.Any(languages.Contains);

        public bool StandsAt(List<Word> question, int at)
        {
            if (at + Words.Count > question.Count)
            {
                return false;
            }

            for (var i = 0; i < Words.Count - 1; i++)
            {
                if (AsWritten ? question[at + i].Text != Words[i].Text : question[at + i].Key != Words[i].Key)
                {
                    return false;
                }
            }

            // The plural is the same word: "heart attacks", "NDAs".
            var (asked, own) = (question[at + Words.Count - 1], Words[^1]);
            return AsWritten ? asked.Text == own.Text || asked.Text == own.Text + "s" : asked.Key == own.Key || asked.Key == own.Key + "s";
        }
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Letters();
}
