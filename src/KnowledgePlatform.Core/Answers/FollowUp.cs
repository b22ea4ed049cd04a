using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// Completes a follow-up question for the search. By rules, not by the model: a small model changes what was asked, and nobody sees it.
/// </summary>
internal static class FollowUp
{
    // Fewer content words than this do not say what a question is about.
    private const int EnoughWords = 3;

    private static readonly HashSet<string> PointingBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "it", "its", "that", "this", "these", "those", "they", "them", "their", "he", "him", "his", "she", "her", "there", "then", "also", "else", "same",
        "eso", "esto", "ese", "esa", "ellos", "ella", "él", "su", "sus", "también", "allí", "er", "sie", "es", "ihr", "ihre", "dort", "auch", "dazu",
        "यह", "वह", "उस", "इस", "उसका", "उसकी", "इसका", "इसकी", "वे", "वहाँ",
    };

    // Behind a name of two words they mean that one: "Has Okonjo Partners paid its invoice?" One word with a capital may be "the Tenant" of a contract, and "her" the patient whom a doctor wrote of.
    private static readonly HashSet<string> Possessives = new(StringComparer.OrdinalIgnoreCase) { "its", "their" };

    /// <summary>The question as it is searched: with the earlier ones before it when it does not stand alone.</summary>
    /// <param name="question">The question.</param>
    /// <param name="earlier">The questions before it, oldest first, as they were searched.</param>
    /// <param name="longest">Characters that can be searched. A chain that grows beyond loses its oldest questions.</param>
    public static string Complete(string question, IReadOnlyList<string> earlier, int longest)
    {
        if (earlier.Count == 0 || StandsAlone(question))
        {
            return question;
        }

        // What was quoted or excluded then need not be now.
        var lines = Kept(string.Join('\n', earlier).Split('\n')).Select(line => QuestionSyntax.Parse(line).Words).ToList();
        while (lines.Count > 0 && lines.Sum(line => line.Length + 1) + question.Length > longest)
        {
            lines.RemoveAt(0);
        }

        return string.Join('\n', lines.Append(question));
    }

    // What it is about, and what was asked of that last. What was asked in between would be searched as well.
    private static IEnumerable<string> Kept(string[] lines)
    {
        var about = Math.Max(0, Array.FindLastIndex(lines, line => new AnalysedText(line).Facts.Any(fact => fact.Kind is FactKind.Name or FactKind.Code or FactKind.Label)));
        // "And Okonjo Partners?" names somebody, and says not what is asked of them.
        var asked = Content(new AnalysedText(lines[about])) >= EnoughWords ? about : Math.Max(0, Array.FindLastIndex(lines, about, line => Content(new AnalysedText(line)) >= EnoughWords));
        return new[] { asked, about, lines.Length - 1 }.Distinct().Select(i => lines[i]);
    }

    private static int Content(AnalysedText text) => text.Tokens.Count(token => token.IsTelling);

    private static bool StandsAlone(string question)
    {
        var read = new AnalysedText(question);
        var tokens = read.Tokens;
        var names = read.Facts.Where(fact => fact.Kind is FactKind.Name).Select(fact => fact.LastToken).ToList();
        var named = names.Where(last => names.Contains(last - 1) || names.Contains(last - 2)).DefaultIfEmpty(int.MaxValue).Min();
        return Content(read) >= EnoughWords
            && !tokens.Where((token, i) => PointingBack.Contains(token.Key) && !(i > named && Possessives.Contains(token.Key))).Any();
    }
}
