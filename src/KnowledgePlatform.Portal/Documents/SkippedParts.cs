using System.Text.Json;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>What of a document could not be read, as sentences.</summary>
internal static class SkippedParts
{
    /// <summary>Reads the JSON kept with a version.</summary>
    public static IReadOnlyList<string> Read(string json) =>
        [.. (JsonSerializer.Deserialize<List<Skipped>>(json, JsonSerializerOptions.Web) ?? [])
            .Select(part => part.Page is { } page ? $"Page {page}: {part.Reason}" : part.Reason)];
}
