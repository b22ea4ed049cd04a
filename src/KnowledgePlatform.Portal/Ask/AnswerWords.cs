using System.Text;
using KnowledgePlatform.Core.Answers;

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
    };

    /// <summary>The answer with its sources, to paste elsewhere. Struck-out sentences stay out.</summary>
    public static string WithSources(Answer answer)
    {
        var text = new StringBuilder();
        text.AppendLine(answer.Question).AppendLine();
        foreach (var sentence in answer.Sentences.Where(one => one.Status != SentenceStatus.StruckOut))
        {
            var quoted = sentence.Status == SentenceStatus.Quotation;
            text.Append(quoted ? "“" : "").Append(sentence.Text.ReplaceLineEndings(" ")).Append(quoted ? "”" : "")
                .AppendLine(string.Concat(sentence.Citations.Select(number => $" [{number}]")));
        }

        text.AppendLine();
        foreach (var citation in answer.Citations)
        {
            text.Append('[').Append(citation.Number).Append("] ").Append(citation.Title).Append(", page ").Append(citation.FirstPage)
                .AppendLine(citation.HeadingPath.Length > 0 ? ", " + citation.HeadingPath : "");
        }

        return text.ToString().TrimEnd();
    }

    private static string Plain(Answer answer) =>
        string.Join(' ', answer.Sentences.Where(one => one.Status != SentenceStatus.StruckOut).Select(one => one.Text.ReplaceLineEndings(" ")));
}
