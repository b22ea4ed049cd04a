namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>A sentence, or a sentence of a passage, read for comparison.</summary>
internal sealed class AnalysedText
{
    public AnalysedText(string text)
    {
        Text = text;
        Tokens = Lexer.Read(text);
        var facts = FactReader.Read(text, Tokens);
        Cues = CueReader.Read(Tokens, facts);
        var taken = new bool[Tokens.Count];
        foreach (var fact in facts)
        {
            taken.AsSpan(fact.FirstToken, fact.LastToken - fact.FirstToken + 1).Fill(true);
        }

        Words = [.. Enumerable.Range(0, Tokens.Count).Where(i => Tokens[i].IsContent && !taken[i])];
        Facts = [.. facts, .. Names(Tokens, Words)];
        Stems = Words.Select(i => Tokens[i].Stem).ToHashSet(StringComparer.Ordinal);
    }

    public string Text { get; }

    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>What must stand as it is, names last.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    public IReadOnlyList<Cue> Cues { get; }

    /// <summary>Tokens of the content words outside facts.</summary>
    public IReadOnlyList<int> Words { get; }

    /// <summary>Stems of the content words.</summary>
    public IReadOnlySet<string> Stems { get; }

    /// <summary>Whether a word of this text is the same as <paramref name="stem"/>.</summary>
    public bool Has(string stem) => Stems.Contains(stem) || Stems.Any(other => WordStems.Same(stem, other));

    /// <summary>The characters of a fact.</summary>
    public string TextOf(Fact fact) => Text[Tokens[fact.FirstToken].Start..Tokens[fact.LastToken].End];

    // A capital at the start of a sentence says nothing, unless a second one follows; a text all in capitals says nothing either.
    private static IEnumerable<Fact> Names(IReadOnlyList<Token> tokens, IReadOnlyList<int> words)
    {
        if (words.Count > 3 && words.Count(i => tokens[i].Capital) > words.Count * 0.7)
        {
            yield break;
        }

        foreach (var i in words.Where(i => tokens[i].Capital))
        {
            var starts = i == 0 || tokens[i - 1].Key is ":" or "." or "!" or "?" or "\n" || IsNumbering(tokens, i);
            if (!starts || (i + 1 < tokens.Count && tokens[i + 1] is { Capital: true, IsContent: true }))
            {
                yield return new Fact(FactKind.Name, i, i) { Literal = tokens[i].Stem };
            }
        }
    }

    private static bool IsNumbering(IReadOnlyList<Token> tokens, int i) => i == 1 && tokens[0].Kind is TokenKind.Number or TokenKind.Code;
}
