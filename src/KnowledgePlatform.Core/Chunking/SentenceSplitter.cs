using System.Buffers;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>A sentence's place in a text, in UTF-16 code units, without white space at either end.</summary>
public readonly record struct SentenceSpan(int Start, int Length);

/// <summary>
/// Finds sentences in running text. A sentence is the unit that is quoted, cited and verified, so the splitter prefers
/// a sentence too long to one cut in the middle: abbreviations, initials, clause numbers and decimals do not end one.
/// </summary>
public static class SentenceSplitter
{
    // Full stops of Latin, Devanagari (danda), Arabic and CJK text.
    private static readonly SearchValues<char> Terminators = SearchValues.Create(".!?\u0964\u0965\u061F\u06D4\u3002\uFF01\uFF1F");

    // These end a sentence without white space after them.
    private static readonly SearchValues<char> WideTerminators = SearchValues.Create("\u3002\uFF01\uFF1F");

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "Hon", "No", "Nos", "Art", "Sec", "Sect", "Cl", "para", "paras",
        "p", "pp", "vs", "v", "cf", "e.g", "i.e", "etc", "approx", "Inc", "Ltd", "Co", "Corp", "Fig", "Eq", "Ref", "Vol", "ed", "eds",
        "al", "op", "cit", "Exh", "Sch", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
        "Sra", "Srta", "Ud", "Uds", "núm", "pág", "bzw", "z.B", "d.h", "vgl", "Nr", "Abs", "M", "Mme",
        "geb", "gest", "gem", "ggf", "ca", "bzgl", "inkl", "exkl", "zzgl", "evtl", "sog", "Ziff", "Rn", "Rz", "Hr", "Fr", "Tel", "Str", "Abt", "Kap", "Anm", "Bsp", "Mio", "Mrd", "u.a", "i.V", "i.d.R", "o.g",
    };

    // With them a number and a full stop are a day or another ordinal, as German, Danish, Norwegian, Finnish and Czech write it: "vom 3. März", "im 2. Quartal".
    private static readonly HashSet<string> BeforeOrdinals = new(StringComparer.OrdinalIgnoreCase)
    {
        "vom", "am", "zum", "im", "beim", "der", "des", "dem", "den", "seit", "ab", "bis", "und",
    };

    private static readonly HashSet<string> Months = new(StringComparer.OrdinalIgnoreCase)
    {
        "Januar", "Jänner", "Februar", "Feber", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember", "Jan", "Feb", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov",
        "Dez",
    };

    /// <summary>Splits <paramref name="text"/>; the spans are in order, do not overlap and hold all that is not white space.</summary>
    public static IReadOnlyList<SentenceSpan> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<SentenceSpan>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEnd(text, i, out var end))
            {
                // The stops of a row end where it ends: a megabyte of dots is gone through once.
                i = end - 1;
                continue;
            }

            Add(spans, text, start, end);
            start = end;
            i = end - 1;
        }

        Add(spans, text, start, text.Length);
        return spans;
    }

    private static bool IsEnd(string text, int i, out int end)
    {
        end = i + 1;
        if (text[i] == '\n')
        {
            // One line feed separates blocks only; a blank line ends a sentence in any text.
            return i + 1 < text.Length && text[i + 1] == '\n';
        }

        if (!Terminators.Contains(text[i]))
        {
            return false;
        }

        var stops = 1;
        var isWide = WideTerminators.Contains(text[i]);
        for (; end < text.Length && (Terminators.Contains(text[end]) || IsClosing(text[end])); end++)
        {
            stops += Terminators.Contains(text[end]) ? 1 : 0;
            isWide |= WideTerminators.Contains(text[end]);
        }

        if (isWide)
        {
            return true;
        }

        if (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            return false;
        }

        return text[i] != '.' || (stops > 1 ? !BeginsSmall(text, end) : !ContinuesAfterStop(text, i, end));
    }

    private static bool ContinuesAfterStop(string text, int stop, int end)
    {
        var wordStart = stop;
        while (wordStart > 0 && !char.IsWhiteSpace(text[wordStart - 1]) && text[wordStart - 1] is not ('(' or '[' or '"'))
        {
            wordStart--;
        }

        var word = text[wordStart..stop];
        if (word.Length == 1 && char.IsUpper(word[0]))
        {
            return true; // an initial: "J. Smith"
        }

        if (Abbreviations.Contains(word))
        {
            return true;
        }

        if (word.Length is 1 or 2 && word.All(char.IsAsciiDigit) && (BeforeOrdinals.Contains(WordBefore(text, wordStart)) || Months.Contains(WordAfter(text, end))))
        {
            return true;
        }

        // "7. Term" at the start of a line is a clause number; a lower-case letter goes on with the sentence.
        var numbersTheLine = word.Length > 0 && word.All(c => char.IsDigit(c) || c == '.')
            && (wordStart == 0 || text[wordStart - 1] == '\n');
        return numbersTheLine || BeginsSmall(text, end);
    }

    private static string WordBefore(string text, int at)
    {
        while (at > 0 && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        var start = at;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return text[start..at];
    }

    private static string WordAfter(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var end = at;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return text[at..end];
    }

    private static bool BeginsSmall(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length && char.IsLower(text[at]);
    }

    private static bool IsClosing(char c) => c is ')' or ']' or '"' or '\'' or '\u201D' or '\u2019' or '\u00BB';

    private static void Add(List<SentenceSpan> spans, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            spans.Add(new SentenceSpan(start, end - start));
        }
    }
}
