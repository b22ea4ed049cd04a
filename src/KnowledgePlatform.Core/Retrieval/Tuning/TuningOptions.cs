using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>Search settings that administrators change. Section "Retrieval:Tuning".</summary>
public sealed class TuningOptions
{
    /// <summary>Seconds after which a version put in force by another process is used at the latest. Default 2.</summary>
    [Range(0, 3600)]
    public int ReloadSeconds { get; set; } = 2;

    /// <summary>Versions listed, the newest first. Default 200.</summary>
    [Range(10, 10_000)]
    public int Listed { get; set; } = 200;
}
