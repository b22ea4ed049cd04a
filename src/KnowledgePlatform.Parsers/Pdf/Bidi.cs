namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Direction of writing, as far as putting words in order needs it.</summary>
internal static class Bidi
{
    /// <summary>True for letters of Hebrew, Arabic and their relatives, presentation forms included.</summary>
    public static bool IsRightToLeft(char c) => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    /// <summary>True when such letters prevail over other letters.</summary>
    public static bool IsRightToLeft(string text)
    {
        int right = 0, left = 0;
        foreach (var c in text)
        {
            if (IsRightToLeft(c))
            {
                right++;
            }
            else if (char.IsLetter(c))
            {
                left++;
            }
        }

        return right > left;
    }
}
