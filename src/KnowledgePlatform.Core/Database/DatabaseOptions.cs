using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Database;

/// <summary>Connection strings, one for each role. Section "Database".</summary>
public sealed class DatabaseOptions
{
    /// <summary>The application's role (kp_app): under row-level security.</summary>
    [Required(ErrorMessage = "Database:App is not set: the connection string of the role kp_app")]
    public string App { get; set; } = "";

    /// <summary>The worker's role (kp_worker); only a process that runs jobs needs it.</summary>
    public string? Worker { get; set; }
}
