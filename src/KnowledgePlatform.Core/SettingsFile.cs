using System.Text.Json;

namespace KnowledgePlatform.Core;

/// <summary>A JSON file of the operator's with settings for every process: KP_SETTINGS names it. In containers, where each program's own appsettings.json is part of the image.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Its settings as <c>Section:Key</c>, lists by number.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or not JSON; the message says which.</exception>
    public static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            Add(settings, "", document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw new JsonException("it is no object"));
            return settings;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidOperationException($"the settings file {path} (KP_SETTINGS) cannot be read: {fault.Message}", fault);
        }
    }

    private static void Add(Dictionary<string, string?> settings, string key, JsonElement value)
    {
        var parts = value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(part => (part.Name, part.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select((part, i) => ($"{i}", part)),
            _ => null,
        };
        if (parts is null)
        {
            settings[key] = value.ValueKind == JsonValueKind.Null ? null : value.ToString();
            return;
        }

        foreach (var (name, part) in parts)
        {
            Add(settings, key.Length == 0 ? name : $"{key}:{name}", part);
        }
    }
}
