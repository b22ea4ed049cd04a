namespace KnowledgePlatform.Core.Chunking;

/// <summary>Cuts a sentence that is longer than the model sees, at the end of a clause if there is one, else between words, else anywhere.</summary>
internal static class LongSentence
{
    /// <summary>The sentence itself, or its parts in order; together they hold all of it that is not white space.</summary>
    public static IEnumerable<SentenceSpan> Cut(string text, SentenceSpan sentence, Func<string, int> countTokens, int maxTokens)
    {
        var rest = sentence;
        // A character is never more than a few tokens: what is short in characters need not be counted.
        while (rest.Length > maxTokens / 4)
        {
            var tokens = countTokens(text.Substring(rest.Start, Math.Min(rest.Length, maxTokens * 16)));
            if (tokens <= maxTokens && rest.Length <= maxTokens * 16)
            {
                break;
            }

            // So many characters should fit; a little less, because the mean does not hold everywhere.
            var fit = Math.Max(1, (int)((long)Math.Min(rest.Length, maxTokens * 16) * maxTokens / Math.Max(tokens, 1) * 8 / 10));
            var length = EndBefore(text, rest.Start, Math.Min(fit, rest.Length - 1));
            yield return Trim(text, rest.Start, length);
            rest = Trim(text, rest.Start + length, rest.Length - length);
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static int EndBefore(string text, int start, int most)
    {
        foreach (var breaks in new[] { ";；।", ",،，、:", " \t\n" })
        {
            for (var i = most; i > most / 2; i--)
            {
                if (breaks.Contains(text[start + i - 1], StringComparison.Ordinal))
                {
                    return i;
                }
            }
        }

        return most > 1 && char.IsHighSurrogate(text[start + most - 1]) ? most - 1 : most;
    }

    private static SentenceSpan Trim(string text, int start, int length)
    {
        while (length > 0 && char.IsWhiteSpace(text[start]))
        {
            (start, length) = (start + 1, length - 1);
        }

        while (length > 0 && char.IsWhiteSpace(text[start + length - 1]))
        {
            length--;
        }

        return new SentenceSpan(start, length);
    }
}
