using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>What the trial load in the child process found; the child writes it as one line of JSON.</summary>
/// <param name="Reason">Why the file cannot be used, or null when it can.</param>
/// <param name="TrainedTokens">The longest context that the model was made for.</param>
/// <param name="ContextBytes">Memory of one context, computed or measured.</param>
internal sealed record ProbeVerdict(string? Reason, int TrainedTokens, long ContextBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeVerdict))]
[JsonSerializable(typeof(List<KnownVerdict>))]
internal sealed partial class ProbeJson : JsonSerializerContext;

/// <summary>A verdict and what it holds for: the same file, settings and library.</summary>
internal sealed record KnownVerdict(string Path, long Size, long ChangedTicks, string Settings, ProbeVerdict Verdict);
