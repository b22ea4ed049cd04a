namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>Passages that say different things of what was asked: both are shown, neither is preferred.</summary>
/// <param name="Reason">In what they differ, for a person.</param>
/// <param name="Sides">Two or more; the one that the answer rests on first.</param>
public sealed record AnswerConflict(string Reason, IReadOnlyList<ConflictSide> Sides);

/// <summary>What one passage says.</summary>
/// <param name="Citation">Number of the <see cref="AnswerCitation"/>.</param>
/// <param name="Values">The words of the citation that the other sides do not have, in its own spelling ("EUR 900"); empty where the difference is a "not" or a "may".</param>
/// <param name="Dated">The day that its document bears, in its title or by what the file says; null when it bears none.</param>
/// <param name="IsNewer">True of the side whose document is the youngest, where each of them bears a day.</param>
/// <param name="IsAmending">True where it says of itself that it changes another document, and the other sides do not.</param>
public sealed record ConflictSide(int Citation, IReadOnlyList<string> Values, DateOnly? Dated, bool IsNewer, bool IsAmending);
