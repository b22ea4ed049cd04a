using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace KnowledgePlatform.Core;

/// <summary>A JSON file of the operator's with settings for every process: KP_SETTINGS names it. In containers, where each program's own appsettings.json is part of the image.</summary>
internal static class SettingsFile
{
    /// <summary>Its settings as <c>Section:Key</c>, lists by number.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or not JSON; the message says which.</exception>
    public static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build().AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new InvalidOperationException($"the settings file {path} (KP_SETTINGS) cannot be read: {fault.Message}", fault);
        }
    }
}
