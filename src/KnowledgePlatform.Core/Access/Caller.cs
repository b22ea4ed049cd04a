namespace KnowledgePlatform.Core.Access;

/// <summary>On whose behalf something is read or changed. Handed to every operation; there is no ambient user.</summary>
/// <param name="UserId">The person.</param>
/// <param name="ApiKeyId">The API key that was used, or null for a signed-in person.</param>
/// <param name="OnlyCollections">The collections that the key is narrowed to, or null when it is not narrowed.</param>
public sealed record Caller(Guid UserId, Guid? ApiKeyId = null, IReadOnlyList<Guid>? OnlyCollections = null)
{
    /// <summary>The account of the operating system by which <c>kp</c> was run in the person's name; null for the person's own doing. The audit trail says so.</summary>
    public string? CommandLineUser { get; init; }
}
