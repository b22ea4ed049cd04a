using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>What became of one file.</summary>
/// <param name="File">Path below the folder.</param>
/// <param name="VersionId">Empty when the portal did not take the file.</param>
internal sealed record IngestionOutcome(string File, Guid VersionId)
{
    /// <summary>True when the same bytes were sent before under another name.</summary>
    public bool Again { get; init; }

    /// <summary>published, failed, refused, or where it stands.</summary>
    public string State { get; set; } = "";

    public string? Reason { get; set; }

    public bool Partial { get; set; }

    public int? Pages { get; set; }

    public int? Passages { get; set; }

    public IReadOnlyList<StageRun> Stages { get; set; } = [];

    /// <summary>Work of all stages, in seconds; waiting for a free worker is not in it.</summary>
    public double Seconds => Stages.Sum(Length);

    public bool IsOver => State == "published" || (State is "failed" or "refused" && !string.IsNullOrWhiteSpace(Reason));

    public string Kind => Path.GetExtension(File).TrimStart('.').ToLowerInvariant();

    public double SecondsOf(string stage) => Stages.Where(run => run.Stage == stage).Sum(Length);

    private static double Length(StageRun run) => run.FinishedAt is { } end ? (end - run.StartedAt).TotalSeconds : 0;
}
