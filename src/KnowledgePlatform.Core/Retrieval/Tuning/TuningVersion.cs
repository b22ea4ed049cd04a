using KnowledgePlatform.Core.Retrieval.QuestionSets;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>A version of the search settings; it never changes.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Tuning">Its values.</param>
/// <param name="Reason">Why it was made.</param>
/// <param name="Author">Name of who made it; null when that person is gone.</param>
/// <param name="MadeAt">When, UTC.</param>
public sealed record TuningVersion(int Number, SearchTuning Tuning, string Reason, string? Author, DateTime MadeAt);

/// <summary>What was in force from some moment on.</summary>
/// <param name="Version">The version; null: as configured.</param>
/// <param name="Reason">Why.</param>
/// <param name="Overridden">Why against a gate; null usually.</param>
/// <param name="Author">Name of who put it in force.</param>
/// <param name="Since">When, UTC.</param>
public sealed record InForcePeriod(int? Version, string Reason, string? Overridden, string? Author, DateTime Since);

/// <summary>What a gate says of a version.</summary>
/// <param name="SetId">The question set.</param>
/// <param name="SetName">Its name.</param>
/// <param name="Before">Run with the settings in force; null while there is none that may be compared.</param>
/// <param name="After">Run with the version; null while there is none.</param>
/// <param name="Comparison">The two, one beside the other; null while one is missing.</param>
/// <param name="Worse">True when the version finds worse by more than chance.</param>
/// <param name="Running">True while a run that is missing waits or goes on.</param>
public sealed record GateVerdict(Guid SetId, string SetName, QuestionRun? Before, QuestionRun? After, RunComparison? Comparison, bool Worse, bool Running)
{
    /// <summary>True when nothing stands against the version here.</summary>
    public bool Open => Comparison is not null && !Worse;
}
