namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// The grammar of an answer (GBNF): any text, and within square brackets either numbers of passages that the model was given or words without digits. A mark that is half, or cites what is not there, cannot
/// be written; whether a sentence cites at all, and rightly, is for the check to say.
/// </summary>
internal static class CitationGrammar
{
    /// <summary>For passages of these numbers; at least one.</summary>
    public static string Of(IEnumerable<int> numbers) => $"""
        root ::= (text | words | mark)*
        text ::= [^\[\]]
        words ::= "[" [^0-9\[\]]+ "]"
        mark ::= "[" cite ([,;] " "? cite)* "]"
        cite ::= {string.Join(" | ", numbers.Select(number => $"\"{number}\""))}

        """;
}
