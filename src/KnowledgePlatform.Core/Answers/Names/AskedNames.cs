using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Names;

/// <summary>
/// The people, parties and places that a question names ("What is the blood group of Agnes Fairweather?"). What a document says of somebody else is no answer, however
/// near its words are.
/// </summary>
internal static class AskedNames
{
    private const string German = "de";
    private const double MostCapitals = 0.9;

    // They stand before a name and are none: a document may leave them out.
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal)
    {
        "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "judge", "justice", "herr", "frau", "mme", "mlle", "monsieur", "madame", "señor", "señora", "senor", "senora", "sr", "sra",
        "don", "dona", "signor", "signora", "dott", "avv", "ing",
    };

    /// <summary>The names of two words and more in a question, and those behind a title of address; each as its words in the spelling of the question, without the title.</summary>
    /// <param name="question">The question.</param>
    /// <param name="language">Its language as an ISO 639-1 code: in German every noun has a capital, and only two of them that follow each other are taken for a name.</param>
    /// <param name="texts">What was found for it, with titles: tells the names in a question that is written without capitals, since there they never stand without.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string question, string language, IReadOnlyCollection<AnalysedText> texts)
    {
        var analysed = new AnalysedText(question);
        var dated = analysed.Facts.Where(fact => fact.Kind == FactKind.Date).SelectMany(fact => analysed.Tokens.Skip(fact.FirstToken).Take(fact.LastToken - fact.FirstToken + 1)).ToHashSet();
        var tokens = analysed.Tokens;
        var words = tokens.Where(token => token.Kind == TokenKind.Word).ToList();
        var capitals = words.Count(token => token.Capital);
        // A question with a capital at every word tells nothing by them.
        Func<Token, bool> isName = words.Count > 3 && capitals > words.Count * MostCapitals ? _ => false
            : capitals == 0 || (capitals == 1 && words[0].Capital) ? token => token.Capital || IsNameIn(texts, token.Key)
            : token => token.Capital && !dated.Contains(token);
        var names = new List<IReadOnlyList<string>>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!IsPart(tokens, i, isName))
            {
                continue;
            }

            var end = i + 1;
            while (Next(end) is var next && next < tokens.Count && IsPart(tokens, next, isName) && Adjoin(question, tokens[end - 1], tokens[next]))
            {
                end = next + 1;
            }

            Add(names, question, tokens, i, end, language);
            i = end - 1;
        }

        return names;

        // The full stop of an initial.
        int Next(int at) => at < tokens.Count && tokens[at].Key == "." && tokens[at - 1].Key.Length == 1 ? at + 1 : at;
    }

    private static void Add(List<IReadOnlyList<string>> names, string question, IReadOnlyList<Token> tokens, int start, int end, string language)
    {
        // The first word of a question has its capital from there: "Summarise Agnes Fairweather's notes".
        if (start == 0 && (end - start != 2 || language == German))
        {
            start++;
        }

        // "Dr. Kerr" and "frau kerr": the title stands before what was taken for the name.
        var before = start > 0 && tokens[start - 1].Key == "." ? start - 2 : start - 1;
        var titled = before >= 0 && Titles.Contains(tokens[before].Key);
        if (start >= end || (language == German && end - start < 2))
        {
            return;
        }

        var name = new List<string>();
        for (var i = start; i < end; i++)
        {
            if (Titles.Contains(tokens[i].Key))
            {
                titled = true;
            }
            else if (tokens[i].Kind == TokenKind.Word)
            {
                name.Add(Bare(question[tokens[i].Start..tokens[i].End]));
            }
        }

        // An initial alone would be found everywhere. One word with a capital ("Warsaw", "Policy") is often what the answer does not repeat; a person's is known by the title before it.
        name.RemoveAll(word => word.Length == 1);
        if (name.Count > 1 || (name.Count == 1 && titled))
        {
            names.Add(name);
        }
    }

    private static bool IsPart(IReadOnlyList<Token> tokens, int i, Func<Token, bool> isName) =>
        tokens[i].Kind == TokenKind.Word && (tokens[i].IsContent || (tokens[i].Capital && (i > 0 || Titles.Contains(tokens[i].Key)))) && isName(tokens[i]);

    private static bool Adjoin(string question, Token before, Token after) => question.AsSpan(before.End, after.Start - before.End).Trim(" .\u00A0").IsEmpty;

    private static string Bare(string word)
    {
        var apostrophe = word.LastIndexOfAny(['\'', '’']);
        return apostrophe > 1 && apostrophe >= word.Length - 2 ? word[..apostrophe] : word;
    }

    private static bool IsNameIn(IEnumerable<AnalysedText> texts, string key)
    {
        var found = false;
        foreach (var token in texts.SelectMany(text => text.Tokens).Where(token => token.Key == key || (token.Key.Length == key.Length + 2 && Bare(token.Key) == key)))
        {
            if (!token.Capital)
            {
                return false;
            }

            found = true;
        }

        return found;
    }
}
