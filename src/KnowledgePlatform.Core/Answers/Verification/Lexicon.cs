namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>The word tables of Lexicon/ in the form in which they are asked.</summary>
internal static class Lexicon
{
    /// <summary>Spelling to "dimension unit".</summary>
    public static readonly Phrases Units = new(LexiconFile.Entries("units"));

    /// <summary>Spelling to the unit of time.</summary>
    public static readonly Phrases Rates = new(LexiconFile.Entries("rates"));

    /// <summary>Spelling to "before qualifier" or "behind qualifier".</summary>
    public static readonly Phrases Qualifiers = new(LexiconFile.Entries("qualifiers"));

    /// <summary>Spelling to "2 day".</summary>
    public static readonly Dictionary<string, string> Doses = LexiconFile.Entries("doses").ToDictionary(e => e.Head, e => e.Spellings[0]);

    /// <summary>Word to its value as written in the table: "7", "x100", "o3".</summary>
    public static readonly Dictionary<string, string> Numbers = Words("numbers");

    /// <summary>Word to the number of the month.</summary>
    public static readonly Dictionary<string, string> Months = Words("months");

    /// <summary>Word to the number of the weekday.</summary>
    public static readonly Dictionary<string, string> Weekdays = Words("weekdays");

    /// <summary>What negates, bounds or obliges, by the heads of polarity.txt.</summary>
    public static readonly IReadOnlyDictionary<string, Phrases> Polarity = LexiconFile.Entries("polarity")
        .ToDictionary(entry => entry.Head, entry => new Phrases([(entry.Head, entry.Spellings)]));

    /// <summary>Negations and modal verbs in one table.</summary>
    public static readonly Phrases Cues = new(LexiconFile.Entries("polarity")
        .Where(entry => entry.Head is "negation" or "behind" or "neutral" or "must" or "may" or "should" or "will"));

    /// <summary>Word to its opposites.</summary>
    public static readonly ILookup<string, string> Opposites = LexiconFile.Lines("opposites")
        .Select(line => line.Split('/', StringSplitOptions.TrimEntries).Select(LexiconFile.Key).ToArray())
        .SelectMany(pair => new[] { (pair[0], pair[1]), (pair[1], pair[0]) })
        .ToLookup(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Words before the number of a clause.</summary>
    public static readonly HashSet<string> LabelWords = LexiconFile.Lines("labels")
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(LexiconFile.Key).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, string> Words(string table)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (head, spellings) in LexiconFile.Entries(table))
        {
            foreach (var spelling in spellings)
            {
                words.TryAdd(spelling, head);
            }
        }

        return words;
    }
}
