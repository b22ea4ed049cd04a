namespace KnowledgePlatform.Parsers.RichText;

/// <summary>What stands in a file after its document.</summary>
internal static class RtfRest
{
    /// <summary>How many letters of text there are; groups that only some programs understand are none.</summary>
    public static long Letters(RtfTokenizer tokens)
    {
        long letters = 0;
        var before = RtfTokenKind.End;
        for (var token = tokens.Next(); token.Kind != RtfTokenKind.End; token = tokens.Next())
        {
            if (token is { Kind: RtfTokenKind.Symbol, Byte: (byte)'*' } && before == RtfTokenKind.GroupStart)
            {
                PassGroup(tokens);
            }

            letters += token.Kind == RtfTokenKind.Byte && char.IsAsciiLetter((char)token.Byte) ? 1 : 0;
            before = token.Kind;
        }

        return letters;
    }

    private static void PassGroup(RtfTokenizer tokens)
    {
        for (var depth = 1; depth > 0;)
        {
            depth += tokens.Next().Kind switch { RtfTokenKind.GroupStart => 1, RtfTokenKind.GroupEnd => -1, RtfTokenKind.End => -depth, _ => 0 };
        }
    }
}
