using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Access;

/// <summary>Limits of API keys. Section "ApiKeys".</summary>
public sealed class ApiKeyOptions
{
    /// <summary>How long a key works when nothing else is asked for. Default 90 days.</summary>
    [Range(1, 3650)]
    public int DefaultDays { get; set; } = 90;

    /// <summary>The longest a key may work. Default 365 days.</summary>
    [Range(1, 3650)]
    public int MaximumDays { get; set; } = 365;

    /// <summary>How many working keys a person may have. Default 20.</summary>
    [Range(1, 10000)]
    public int MaximumPerPerson { get; set; } = 20;
}

/// <summary>What a key may do.</summary>
public static class ApiScopes
{
    /// <summary>List and read collections and documents, search.</summary>
    public const string Read = "read";

    /// <summary>Add, change and delete documents and collections.</summary>
    public const string Write = "write";

    /// <summary>Ask questions.</summary>
    public const string Ask = "ask";

    /// <summary>Give and take access to the collections that the owner manages.</summary>
    public const string Manage = "manage";

    /// <summary>Administer people and read the audit trail; only administrators may give it.</summary>
    public const string Admin = "admin";

    /// <summary>All of them, in the order to show.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Write, Ask, Manage, Admin];
}

/// <summary>A key as its owner sees it. The key itself is kept nowhere.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">Its beginning, to recognise it by.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="OnlyCollections">The collections it is narrowed to; null: all that its owner may open.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="LastUsedAt">UTC, to the minute; null: never.</param>
/// <param name="RevokedAt">UTC; null: not revoked.</param>
public sealed record ApiKey(
    Guid Id, string Name, string Prefix, string[] Scopes, Guid[]? OnlyCollections, DateTime CreatedAt, DateTime ExpiresAt, DateTime? LastUsedAt,
    DateTime? RevokedAt);

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for, 1 to 100 characters.</param>
/// <param name="Scopes">At least one of <see cref="ApiScopes"/>.</param>
/// <param name="OnlyCollections">The collections it is narrowed to; null: not narrowed.</param>
/// <param name="Days">How long it works; null: the default.</param>
public sealed record ApiKeyRequest(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<Guid>? OnlyCollections = null, int? Days = null);

/// <summary>A key that was just made.</summary>
/// <param name="Id">The key.</param>
/// <param name="Secret">The whole key in clear: shown once.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record FreshApiKey(Guid Id, string Secret, DateTime ExpiresAt);

/// <summary>Who came with a working key.</summary>
/// <param name="Caller">On whose behalf.</param>
/// <param name="UserName">Name of the key's owner.</param>
/// <param name="Scopes">What the key may do.</param>
/// <param name="IsAdministrator">Whether its owner is an administrator now.</param>
public sealed record ApiKeyHolder(Caller Caller, string UserName, IReadOnlyList<string> Scopes, bool IsAdministrator);

/// <summary>What checking a key found.</summary>
public enum ApiKeyVerdict
{
    /// <summary>No key looks like this, or it was revoked, or its owner is locked.</summary>
    Unknown,

    /// <summary>It is past its end.</summary>
    Expired,

    /// <summary>It works.</summary>
    Good,
}
