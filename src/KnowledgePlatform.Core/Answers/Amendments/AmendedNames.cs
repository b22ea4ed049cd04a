using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Amendments;

/// <summary>The names by which an amendment says what it amends.</summary>
internal static class AmendedNames
{
    // With fewer names it cannot be told what is amended.
    private const int Least = 2;
    private const int Most = 12;
    private const int BeginningLength = 600;
    private const double LeastHeld = 0.8;

    /// <summary>Words with a capital from the title and the beginning, without those that call it an amendment.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="text">Its first passage.</param>
    public static IReadOnlyList<string> Of(string title, string text)
    {
        var read = $"{title}\n{(text.Length > BeginningLength ? text[..BeginningLength] : text)}";
        return [.. Lexer.Read(read).Where(token => token is { Kind: TokenKind.Word, Capital: true, IsContent: true, Key.Length: > 2 } && !Lexicon.Months.ContainsKey(token.Key)).DistinctBy(token => token.Key)
            .Select(token => read[token.Start..token.End]).Where(name => !AmendingWords.CallAmendment(name, "")).Take(Most)];
    }

    /// <summary>The documents that hold nearly all of them, and none that holds fewer than another.</summary>
    /// <param name="names">As <see cref="Of"/> gave them.</param>
    /// <param name="held">The words that each document holds, these among them.</param>
    public static IReadOnlyList<Guid> Holders(IReadOnlyList<string> names, IReadOnlyList<(Guid Document, string Word)> held)
    {
        var counts = held.Where(one => names.Contains(one.Word)).GroupBy(one => one.Document).Select(group => (Document: group.Key, Count: group.Count())).ToList();
        var best = counts.Count == 0 ? 0 : counts.Max(one => one.Count);
        return names.Count < Least || best < LeastHeld * names.Count ? [] : [.. counts.Where(one => one.Count == best).Select(one => one.Document)];
    }
}
