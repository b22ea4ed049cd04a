using System.Globalization;
using System.Text.Json;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>Which of a model's three numbers speaks for what.</summary>
internal sealed record InferenceLabels(int Entailment, int Neutral, int Contradiction)
{
    private const string File = "config.json";

    /// <summary>By the folder's <c>config.json</c>, else by the option: models differ in their order, and a guess would turn verdicts round.</summary>
    /// <exception cref="InferenceException">Neither names the three.</exception>
    public static InferenceLabels Read(string folder, string option)
    {
        var named = Named(folder);
        return (named is null ? null : Of(named)) ?? Of(option.Split(',', StringSplitOptions.TrimEntries))
            ?? throw new InferenceException(
                $"the folder {folder} (Answers:Verification:Inference:Folder) does not say which of its numbers is which: "
                + (named is null ? $"{File} with id2label is missing" : $"id2label of {File} names {string.Join(", ", named)}")
                + "; set Answers:Verification:Inference:Labels, as \"contradiction, neutral, entailment\" in the model's order");
    }

    private static InferenceLabels? Of(IReadOnlyList<string> names)
    {
        int Place(string label)
        {
            var places = Enumerable.Range(0, names.Count).Where(i => names[i].Equals(label, StringComparison.OrdinalIgnoreCase)).ToList();
            return places.Count == 1 ? places[0] : -1;
        }

        var labels = new InferenceLabels(Place("entailment"), Place("neutral"), Place("contradiction"));
        return names.Count == 3 && labels is { Entailment: >= 0, Neutral: >= 0, Contradiction: >= 0 } ? labels : null;
    }

    private static string[]? Named(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        try
        {
            using var config = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("id2label", out var labels) && labels.ValueKind == JsonValueKind.Object
                ? [.. labels.EnumerateObject().OrderBy(label => int.TryParse(label.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue)
                    .Select(label => label.Value.ToString())]
                : null;
        }
        catch (JsonException fault)
        {
            throw new InferenceException($"{File} in {folder} (Answers:Verification:Inference:Folder) is no JSON: {fault.Message}", fault);
        }
    }
}
