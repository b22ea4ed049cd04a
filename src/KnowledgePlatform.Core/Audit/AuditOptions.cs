using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Audit;

/// <summary>What the audit trail holds beyond changes, questions and searches.</summary>
public sealed class AuditOptions
{
    /// <summary>Whether opening a document is recorded (<c>document.open</c>), so that it can be said who saw which record. Default true.</summary>
    public bool DocumentOpenings { get; set; } = true;

    /// <summary>A person who opens the same version again within this many minutes leaves no second event. 0 to 1,440; default 10; 0 records each opening.</summary>
    [Range(0, 1440)]
    public int DocumentOpeningsMinutes { get; set; } = 10;
}
