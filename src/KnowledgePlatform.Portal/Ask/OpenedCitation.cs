using KnowledgePlatform.Core.Answers;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>A citation whose document is open beside the answer.</summary>
/// <param name="Turn">The answer it stands in; "running" for one that is being made.</param>
/// <param name="Citation">What it points at.</param>
/// <param name="Button">Id of the button that was pressed: the focus goes back there.</param>
public sealed record OpenedCitation(string Turn, AnswerCitation Citation, string Button)
{
    /// <summary>The turn of an answer that is being made.</summary>
    public const string Running = "running";

    /// <summary>The turn of a recorded answer.</summary>
    public static string TurnOf(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return "a" + answer.Id.ToString("N")[^10..];
    }

    /// <summary>The citation that a button of these answers opens, or null.</summary>
    public static OpenedCitation? Find(IReadOnlyList<Answer> answers, string? button)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var parts = button?.Split('-') ?? [];
        var number = parts.Length == 3 && int.TryParse(parts[2], out var parsed) ? parsed : 0;
        var citation = answers.FirstOrDefault(answer => number > 0 && TurnOf(answer) == parts[0])?.Citations.FirstOrDefault(one => one.Number == number);
        return citation is null ? null : new OpenedCitation(parts[0], citation, button!);
    }

    /// <summary>True for every button of this citation.</summary>
    public bool Is(string turn, int number) => Turn == turn && Citation.Number == number;

    /// <summary>The same citation in the answer that took the place of the one being made; null when it is not among its citations.</summary>
    public OpenedCitation? In(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var same = answer.Citations.FirstOrDefault(one => one.VersionId == Citation.VersionId && one.Pieces.SequenceEqual(Citation.Pieces));
        return same is null ? null : new OpenedCitation(TurnOf(answer), same, Button.Replace(Running, TurnOf(answer), StringComparison.Ordinal));
    }
}
