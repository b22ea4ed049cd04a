namespace KnowledgePlatform.Core.Access;

/// <summary>Whether a person may sign in.</summary>
public enum PersonState
{
    /// <summary>May sign in.</summary>
    Active,

    /// <summary>Locked for a while after too many wrong passwords.</summary>
    LockedOut,

    /// <summary>Locked by an administrator until unlocked.</summary>
    Locked,
}

/// <summary>A person as an administrator sees them.</summary>
/// <param name="Id">The person.</param>
/// <param name="UserName">What they sign in with.</param>
/// <param name="DisplayName">How others see them; may be empty.</param>
/// <param name="IsAdministrator">May administer people, groups, settings and read the audit trail; opens no collection by itself.</param>
/// <param name="LockoutEnd">Until when signing in is refused, UTC; null or past: not.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="GroupCount">How many groups the person is a member of.</param>
public sealed record Person(
    Guid Id, string UserName, string DisplayName, bool IsAdministrator, DateTime? LockoutEnd, DateTime CreatedAt, int GroupCount)
{
    /// <summary>Display name, or the user name without one.</summary>
    public string Name => DisplayName.Length > 0 ? DisplayName : UserName;

    /// <summary>Whether the person may sign in at <paramref name="now"/>.</summary>
    public PersonState StateAt(DateTimeOffset now) =>
        LockoutEnd is not { } end || end <= now.UtcDateTime ? PersonState.Active
        : end >= LockedForever ? PersonState.Locked
        : PersonState.LockedOut;

    /// <summary>What <see cref="LockoutEnd"/> is when an administrator locked the person.</summary>
    internal static readonly DateTime LockedForever = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}

/// <summary>A password that was generated, shown once and kept nowhere.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="UserName">What the person signs in with.</param>
/// <param name="Password">In clear.</param>
public sealed record FreshPassword(Guid PersonId, string UserName, string Password);
