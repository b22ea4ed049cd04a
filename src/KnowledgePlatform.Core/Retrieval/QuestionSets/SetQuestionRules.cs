using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>What questions may be, and how many.</summary>
public sealed class SetQuestionRules(IOptions<QuestionSetOptions> options, IOptions<RetrievalOptions> retrieval)
{
    /// <summary>A text as it is kept.</summary>
    /// <exception cref="RefusedException"><c>question_invalid</c>: nothing to look for, or longer than a question may be.</exception>
    internal string Checked(string text, string what)
    {
        text = text.Replace('\0', ' ').Trim();
        var longest = retrieval.Value.MaxQuestionLength;
        return !text.Any(char.IsLetterOrDigit) ? throw new RefusedException(RefusalKind.Invalid, "question_invalid", $"{what} has no letter and no digit.")
            : text.Length > longest ? throw new RefusedException(
                RefusalKind.TooLarge, "question_invalid", $"{what} has {text.Length} characters; the limit is {longest} (Retrieval:MaxQuestionLength).")
            : text;
    }

    /// <exception cref="RefusedException"><c>questions_too_many</c>.</exception>
    internal void RefuseTooMany(int count)
    {
        if (count > options.Value.MaxQuestions)
        {
            throw new RefusedException(
                RefusalKind.TooLarge, "questions_too_many", $"The set would have {count} questions; the limit is {options.Value.MaxQuestions} (QuestionSets:MaxQuestions).");
        }
    }
}
