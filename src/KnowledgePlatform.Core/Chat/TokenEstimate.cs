using System.Text;

namespace KnowledgePlatform.Core.Chat;

/// <summary>
/// How many tokens a text has at most, for models whose tokenizer is at a server. Byte-pair vocabularies of the Llama, Qwen, Mistral and Gemma families need less on
/// running text: some 4 ASCII letters a token, digits alone or by threes, other scripts up to two tokens for three UTF-8 bytes.
/// </summary>
internal static class TokenEstimate
{
    // Role, marks before and after: Llama 3 and 4 need five.
    public const int MessageMarks = 8;

    public static int Of(string text)
    {
        int letters = 0, others = 0, bytes = 0;
        var before = ' ';
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.IsAscii ? (char)rune.Value : '\uffff';
            if (!rune.IsAscii)
            {
                bytes += rune.Utf8SequenceLength;
            }
            else if (char.IsAsciiLetter(c))
            {
                letters++;
            }
            else if (c != ' ' || before == ' ')
            {
                others++;
            }

            before = c;
        }

        return (letters + 2) / 3 + others + ((bytes * 2) + 2) / 3;
    }
}
