using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>How reading a file went, without its pages.</summary>
/// <param name="Info">What the file is, or null when reading ended before that was known.</param>
/// <param name="PageCount">Pages handed over.</param>
/// <param name="Skipped">What was not read, and why.</param>
/// <param name="Outcome">How it ended. Pages handed over before a bad end stand.</param>
public sealed record ParseSummary(DocumentInfo? Info, int PageCount, IReadOnlyList<Skipped> Skipped, ParseOutcome Outcome);

/// <summary>A file as it was read.</summary>
/// <param name="Info">What the file is, or null when reading ended before that was known.</param>
/// <param name="Pages">Pages in order; a page that could not be read is missing and named in <paramref name="Skipped"/>.</param>
/// <param name="Skipped">What was not read, and why.</param>
/// <param name="Outcome">How it ended. Pages read before a bad end stand.</param>
public sealed record ParseResult(DocumentInfo? Info, IReadOnlyList<ParsedPage> Pages, IReadOnlyList<Skipped> Skipped, ParseOutcome Outcome)
{
    /// <summary>Files within the file: members of an archive, attachments.</summary>
    public IReadOnlyList<ParsedMember> Members { get; init; } = [];
}
