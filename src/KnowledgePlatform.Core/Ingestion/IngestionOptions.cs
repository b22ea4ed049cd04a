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

    /// <summary>Wait of a document whose turn has not come, such as a recording while another one is transcribed, before it is looked at again. Default 20 s.</summary>
    [Range(1, 3600)]
    public int WaitSeconds { get; set; } = 20;

    /// <summary>How often lost jobs are looked for. Default 5 s; new uploads do not wait for it.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; set; } = 5;

    /// <summary>
    /// A published document that is read again keeps what was read before when the new reading has fewer words than this share of the old one's. Default 0.5;
    /// 0 takes every reading.
    /// </summary>
    [Range(0.0, 1.0)]
    public double LeastRereadShare { get; set; } = 0.5;

    /// <summary>Chunks embedded between two commits: what a killed worker has to do again at most. Default 64.</summary>
    [Range(1, 4096)]
    public int EmbedBatch { get; set; } = 64;

    /// <summary>Levels of files within files that are taken out: 1 stops at the members of what was uploaded. Default 4: an archive of mails with archives attached.</summary>
    [Range(0, 20)]
    public int MaxNesting { get; set; } = 4;

    /// <summary>Files taken out of one upload, over all levels. Default 10,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxMembersInAll { get; set; } = 10_000;

    /// <summary>Bytes of the files taken out of one upload, over all levels. Default 10 GB.</summary>
    [Range(0L, 1L << 44)]
    public long MaxMemberBytesInAll { get; set; } = 10L * 1000 * 1000 * 1000;
}
