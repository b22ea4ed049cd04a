using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>How documents are worked on. Section "Ingestion".</summary>
public sealed class IngestionOptions
{
    /// <summary>Documents worked on at once in this process. Default: one for each core.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// How long a version belongs to a worker that gives no sign of life. It is renewed three times in this span; after a killed worker the next one
    /// takes over when it is over. Default 30 s.
    /// </summary>
    [Range(2, 3600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>Attempts before a version is given up as failed. Default 5.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Wait before the second attempt; it doubles with every further one. Default 5 s.</summary>
    [Range(0, 3600)]
    public int RetrySeconds { get; set; } = 5;

    /// <summary>How often lost jobs are looked for. Default 5 s; new uploads do not wait for it.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; set; } = 5;

    /// <summary>Chunks embedded between two commits: what a killed worker has to do again at most. Default 64.</summary>
    [Range(1, 4096)]
    public int EmbedBatch { get; set; } = 64;
}
