using System.Text;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Conflicts;
using KnowledgePlatform.Portal.Search;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Answers as plain text.</summary>
internal static class AnswerWords
{
    /// <summary>What a screen reader says when an answer is there.</summary>
    public static string Announce(Answer answer) => answer.Mode switch
    {
        AnswerMode.NotFound => "Not found in these documents.",
        AnswerMode.Quotations => "Answered by quotations: " + Plain(answer),
        _ => "Answer: " + Plain(answer),
    } + string.Concat(answer.Conflicts.Select(conflict => " These passages differ: " + conflict.Reason));

    /// <summary>Where a citation points at within its document: the page, or the time, and the headings above it.</summary>
    public static string Where(AnswerCitation citation) =>
        $"{citation.PlaceOrPage}{(citation.HeadingPath.Length > 0 ? ", " + citation.HeadingPath.Replace(" > ", " › ", StringComparison.Ordinal) : "")}";

    /// <summary>Who wrote it; empty for quotations.</summary>
    public static string Origin(Answer answer) => answer.Mode == AnswerMode.Generated ? $"Written by {answer.Model}, each sentence checked ·" : "";

    /// <summary>What a side of a conflict is beside the others; empty where nothing is known.</summary>
    public static string Standing(ConflictSide side) => (side.IsAmending, side.IsNewer) switch
    {
        (true, true) => "Amends, newer",
        (true, _) => "Amends",
        (_, true) => "Newer",
        _ => "",
    };

    /// <summary>A quotation cut at the words in which it differs, in order; these are the first places where <paramref name="values"/> stand.</summary>
    public static IEnumerable<(string Text, bool Differs)> Marked(string quote, IEnumerable<string> values)
    {
        var at = 0;
        foreach (var (start, length) in values.Select(value => (Start: quote.IndexOf(value, StringComparison.Ordinal), value.Length)).Where(place => place.Start >= 0).Order())
        {
            if (start >= at)
            {
                yield return (quote[at..start], false);
                yield return (quote.Substring(start, length), true);
                at = start + length;
            }
        }

        yield return (quote[at..], false);
    }

    /// <summary>One line of at most <paramref name="length"/> characters, cut between words where there are any.</summary>
    public static string Shorten(string text, int length)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length <= length)
        {
            return text;
        }

        var cut = text.LastIndexOf(' ', length);
        // Chinese has no spaces; half of a surrogate pair is no character.
        cut = cut > length / 2 ? cut : char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..cut].TrimEnd() + "…";
    }

    /// <summary>The answer with its sources, to paste elsewhere. Struck-out sentences stay out.</summary>
    public static string WithSources(Answer answer)
    {
        var text = new StringBuilder();
        text.AppendLine(answer.Question).AppendLine();
        if (answer.Mode == AnswerMode.NotFound)
        {
            text.AppendLine($"Not found in these documents. {answer.Notice}{(answer.Citations.Count > 0 ? " The nearest passages:" : "")}");
        }

        foreach (var sentence in answer.Sentences.Where(one => one.Status != SentenceStatus.StruckOut))
        {
            // With the heads of its columns a row is not word for word what stands there.
            var quoted = sentence is { Status: SentenceStatus.Quotation, Columns: null };
            text.Append(quoted ? "“" : "").Append(sentence.InOneLine).Append(quoted ? "”" : "")
                .AppendLine(string.Concat(sentence.Citations.Select(number => $" [{number}]")));
        }

        foreach (var conflict in answer.Conflicts)
        {
            text.AppendLine().AppendLine($"These passages differ: {conflict.Reason}");
            foreach (var side in conflict.Sides)
            {
                text.AppendLine($"- [{side.Citation}]{(side.Dated is { } day ? $" of {FilterWords.Day(day)}" : "")}{(Standing(side) is { Length: > 0 } standing ? $" ({standing.ToLowerInvariant()})" : "")}");
            }
        }

        text.AppendLine();
        foreach (var citation in answer.Citations)
        {
            text.AppendLine($"[{citation.Number}] {citation.Title}, {Where(citation)}: “{Shorten(citation.Quote, 300)}”");
        }

        return text.ToString().TrimEnd();
    }

    private static string Plain(Answer answer) =>
        string.Join(' ', answer.Sentences.Where(one => one.Status != SentenceStatus.StruckOut).Select(one => one.InOneLine));
}
