using System.Text.Json;

namespace KnowledgePlatform.Portal.Audit;

/// <summary>The details of an event as lines for a person.</summary>
internal static class AuditDetail
{
    /// <summary>Names and values of a JSON object, in its order; nothing for an empty one.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? [.. document.RootElement.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null).Select(property => (Words(property.Name), Show(property.Value)))]
            : [("", Show(document.RootElement))];
    }

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Show)),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    // "userName" and "DisplayName" as words: "user name", "display name".
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 && !char.IsUpper(name[i - 1]) ? " " : "") + char.ToLowerInvariant(c) : c == '_' ? " " : c.ToString()));
}
