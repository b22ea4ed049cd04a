namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>The letters of "2nd", "3º", "5वां".</summary>
internal static class OrdinalEndings
{
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "st", "nd", "rd", "th", "º", "ª", "er", "eme", "वां", "वीं", "वें", "ली", "ला",
    };

    /// <summary>Whether an ending stands right behind the numeral at <paramref name="number"/>.</summary>
    public static bool Follows(IReadOnlyList<Token> tokens, int number) =>
        number + 1 < tokens.Count && tokens[number + 1].Start == tokens[number].End && Endings.Contains(tokens[number + 1].Key);
}
