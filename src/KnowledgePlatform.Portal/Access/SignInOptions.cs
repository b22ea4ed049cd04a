using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Rules of signing in. Section "SignIn".</summary>
public sealed class SignInOptions
{
    /// <summary>Wrong passwords until the account is locked for a while. Default 5.</summary>
    [Range(1, 100)]
    public int MaximumFailures { get; set; } = 5;

    /// <summary>How long it is locked then. Default 15 minutes.</summary>
    [Range(1, 1440)]
    public int LockoutMinutes { get; set; } = 15;

    /// <summary>Failed sign-ins from one address in a minute, whoever is named, until the next minute is waited for. Default 60.</summary>
    [Range(1, 100_000)]
    public int FailuresPerMinute { get; set; } = 60;

    /// <summary>Without use a session ends after this. Default 8 hours: a working day.</summary>
    [Range(1, 168)]
    public int SessionHours { get; set; } = 8;

    /// <summary>How soon an open page notices that its person was locked, got a new password or signed out through another portal process. Default 60 seconds.</summary>
    [Range(1, 3600)]
    public int RevalidateSeconds { get; set; } = 60;

    /// <summary>Shortest password a person may choose. Default 12; no other rule, as NIST SP 800-63B advises.</summary>
    [Range(8, 128)]
    public int MinimumPasswordLength { get; set; } = 12;
}
