namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Light stemming for words in any script: enough to join "payments" with "pay", too little to join "lease" with "least".</summary>
internal static class WordStems
{
    // Longest first; the stem left over keeps at least three letters, four for the short endings of Romance languages.
    private static readonly string[] Latin =
    [
        "ifications", "ification", "amientos", "imientos", "amiento", "imiento", "aciones", "iciones", "ations", "acion", "icion", "ation",
        "ements", "mente", "ement", "ments", "ities", "iendo", "ingly", "aban", "ados", "adas", "idos", "idas", "ando", "ment", "able", "ible",
        "ions", "ance", "ence", "ings", "ied", "ies", "ing", "ion", "ado", "ada", "ido", "ida", "ity", "ers", "ors", "eth", "ed", "es", "er",
        "or", "ly", "al", "ar", "ir", "an", "en", "os", "as", "s", "e", "o", "a", "y",
    ];

    private static readonly string[] Devanagari =
    [
        "ाओं", "ियों", "ियां", "ुओं", "ाएं", "ाने", "ाना", "ाता", "ाते", "ाती", "ेगा", "ेगी", "ेंगे", "ओं", "ों", "ें", "ना", "ने", "नी", "ता", "ते", "ती",
        "ा", "ी", "े", "ो", "ि", "ु", "ू", "ं",
    ];

    private static readonly Dictionary<string, string> Irregular = LexiconFile.Entries("irregular")
        .SelectMany(entry => entry.Spellings.Select(form => (form, entry.Head)))
        .DistinctBy(pair => pair.form)
        .ToDictionary(pair => pair.form, pair => pair.Head, StringComparer.Ordinal);

    private static readonly HashSet<string> Stops = LexiconFile.Lines("stopwords")
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(LexiconFile.Key)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>A word that carries no content of its own.</summary>
    public static bool IsStop(string key) => Stops.Contains(key);

    /// <summary>The stem of a key.</summary>
    public static string Stem(string key)
    {
        if (Irregular.TryGetValue(key, out var known))
        {
            key = known;
        }

        var endings = key.Length > 0 && key[0] is >= '\u0900' and <= '\u097F' ? Devanagari : Latin;
        var least = ReferenceEquals(endings, Devanagari) ? 2 : 3;
        foreach (var ending in endings)
        {
            var rest = key.Length - ending.Length;
            if (rest >= least + (ending.Length <= 2 && rest < 4 && ending != "s" ? 1 : 0) && key.EndsWith(ending, StringComparison.Ordinal))
            {
                var stem = key[..rest];
                // "running" -> "run", "planned" -> "plan".
                return stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'e' or 'o') ? stem[..^1] : stem;
            }
        }

        return key;
    }

    /// <summary>Whether two stems belong to one word: equal, or the same but for an ending that stemming left.</summary>
    public static bool Same(string a, string b)
    {
        if (a == b)
        {
            return true;
        }

        var shorter = Math.Min(a.Length, b.Length);
        var longer = Math.Max(a.Length, b.Length);
        return shorter >= 5 && longer - shorter <= 3 && a.AsSpan(0, shorter).SequenceEqual(b.AsSpan(0, shorter));
    }
}
