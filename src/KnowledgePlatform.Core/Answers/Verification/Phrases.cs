namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Finds words and phrases of a table in a row of tokens; the longest phrase wins.</summary>
internal sealed class Phrases
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly int _longest = 1;

    public Phrases(IEnumerable<(string Value, string[] Spellings)> entries)
    {
        foreach (var (value, spellings) in entries)
        {
            foreach (var spelling in spellings)
            {
                _values[spelling] = value;
                _longest = Math.Max(_longest, 1 + spelling.Count(c => c == ' '));
            }
        }
    }

    /// <summary>The phrase that begins at token <paramref name="at"/>: its value and its number of tokens, or null and 0.</summary>
    public (string? Value, int Tokens) At(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(_longest, tokens.Count - at); length > 0; length--)
        {
            if (_values.TryGetValue(Join(tokens, at, length), out var value))
            {
                return (value, length);
            }
        }

        return (null, 0);
    }

    /// <summary>The phrase that ends before token <paramref name="end"/>.</summary>
    public (string? Value, int Tokens) Before(IReadOnlyList<Token> tokens, int end)
    {
        for (var length = Math.Min(_longest, end); length > 0; length--)
        {
            if (_values.TryGetValue(Join(tokens, end - length, length), out var value))
            {
                return (value, length);
            }
        }

        return (null, 0);
    }

    private static string Join(IReadOnlyList<Token> tokens, int start, int length)
    {
        if (length == 1)
        {
            return tokens[start].Key;
        }

        return string.Join(' ', Enumerable.Range(start, length).Select(i => tokens[i].Key));
    }
}
