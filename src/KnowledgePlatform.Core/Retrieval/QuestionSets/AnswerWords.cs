namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>
/// Whether a passage is the one that given words stand in: white space and case do not matter, since a passage joins lines and people retype, and of a long answer the
/// beginning decides, since it may go on in the next passage.
/// </summary>
internal static class AnswerWords
{
    // Without white space: a dozen words. Passages end with sentences; a longer key would look for what stands in two of them.
    private const int Telling = 60;

    /// <summary>What is looked for in <see cref="Solid"/> text; empty when the answer has no letters.</summary>
    public static string Key(string answer)
    {
        var solid = Solid(answer);
        return solid.Length <= Telling ? solid : solid[..Telling];
    }

    /// <summary>A text without white space and case.</summary>
    public static string Solid(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    /// <summary>True when the passage holds the answer or its beginning.</summary>
    public static bool Holds(string solidPassage, string key) => key.Length > 0 && solidPassage.Contains(key, StringComparison.Ordinal);
}
