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
            ? [.. Given(document.RootElement).SelectMany(property => Lines(Words(property.Name), property.Value))]
            : [("", Show(document.RootElement))];
    }

    // A list of things with parts of their own gets a line for each, numbered.
    private static IEnumerable<(string Name, string Value)> Lines(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object)
            ? value.EnumerateArray().Select((one, i) => ($"{name} {i + 1}", Show(one)))
            : [(name, Show(value))];

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "none" : string.Join(", ", value.EnumerateArray().Select(Nested)),
        JsonValueKind.Object => string.Join(", ", Given(value).Select(property => $"{Words(property.Name)} {Nested(property.Value)}")),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    };

    private static string Nested(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() > 1 => $"({Show(value)})",
        JsonValueKind.Object => $"({Show(value)})",
        _ => Show(value),
    };

    private static IEnumerable<JsonProperty> Given(JsonElement value) => value.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null);

    // "userName" and "DisplayName" as words: "user name", "display name".
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 && !char.IsUpper(name[i - 1]) ? " " : "") + char.ToLowerInvariant(c) : c == '_' ? " " : c.ToString()));
}
