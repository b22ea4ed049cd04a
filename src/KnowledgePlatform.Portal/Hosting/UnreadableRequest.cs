using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>
/// Says in the caller's terms what of a request could not be read. The framework's own messages name our types and parameters, which nobody outside knows.
/// </summary>
internal static partial class UnreadableRequest
{
    private const int LongestQuoted = 60;

    /// <summary>Code and message of a request that the framework refused.</summary>
    /// <param name="refused">What the framework threw.</param>
    /// <param name="endpoint">The call that was to take the request.</param>
    /// <param name="json">How bodies are read.</param>
    public static (string Code, string Message) Explain(BadHttpRequestException refused, Endpoint? endpoint, IOptions<JsonOptions> json)
    {
        if (refused.InnerException is JsonException unread)
        {
            var body = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
            return OfBody(unread, body is null ? [] : json.Value.SerializerOptions.GetTypeInfo(body).Properties);
        }

        if (Unbound().Match(refused.Message) is { Success: true } unbound)
        {
            return ("invalid", $"'{Quoted(unbound.Groups["value"].Value)}' is no value for {unbound.Groups["name"].Value}.");
        }

        // What is left that names a parameter: its body is missing, or is null.
        return ("invalid", refused.Message.Contains("parameter \"", StringComparison.Ordinal) ? "The request needs a JSON object as its body." : refused.Message);
    }

    private static (string Code, string Message) OfBody(JsonException unread, IList<JsonPropertyInfo> fields)
    {
        if (unread.InnerException is JsonException)
        {
            return ("invalid", $"The body is no JSON: it cannot be read beyond line {unread.LineNumber + 1}, byte {unread.BytePositionInLine}.");
        }

        if (Field().Match(unread.Path ?? "") is not { Success: true } at)
        {
            return ("invalid", "The body must be a JSON object.");
        }

        var name = at.Groups["name"].Value;
        return fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? ("invalid", $"{known.Name} must be {KindOf(known.PropertyType)}.")
            : ("unknown_field", $"There is no field '{Quoted(name)}' here; there are: {string.Join(", ", fields.Select(field => field.Name))}.");
    }

    private static string KindOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(Guid) => "an id",
            _ when type == typeof(IReadOnlyList<Guid>) => "a list of ids",
            _ when type == typeof(int) || type == typeof(short) => "a whole number",
            _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type).Trim('"'))),
            _ => "of another kind",
        };
    }

    private static string Quoted(string sent) => sent.Length <= LongestQuoted ? sent : sent[..LongestQuoted] + "…";

    [GeneratedRegex("""^Failed to bind parameter "[^"]* (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("""^\$(\.(?<name>[^.\[]+)|\['(?<name>.*)'\])""", RegexOptions.Singleline)]
    private static partial Regex Field();
}
