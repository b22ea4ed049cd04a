using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Roles and states as people read them.</summary>
internal static class RoleWords
{
    /// <summary>What a role allows.</summary>
    public static string Of(CollectionRole role) => role switch
    {
        CollectionRole.Manager => "Manage",
        CollectionRole.Contributor => "Add and delete",
        _ => "Read and ask",
    };

    /// <summary>What a document's state means to the person who waits for it.</summary>
    public static string OfState(string state) => state switch
    {
        "received" => "Waiting",
        "parsed" => "Read, being cut into passages",
        "chunked" => "Being indexed",
        "embedded" => "Being published",
        "published" => "Published",
        "superseded" => "Replaced by a newer version",
        _ => "Could not be read",
    };
}
