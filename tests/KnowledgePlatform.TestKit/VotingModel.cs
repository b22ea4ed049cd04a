using System.Text.Json;
using static KnowledgePlatform.TestKit.OnnxFile;

namespace KnowledgePlatform.TestKit;

/// <summary>What a word votes for, in the passage or in the sentence.</summary>
public sealed record Vote(string Place, string Word, string Label, float Weight = 8);

/// <summary>
/// A model for inference in whose passage and sentence each word votes for one of the classes. It knows nothing of language; which stretch and which sentence it is given, in which
/// order, and what its numbers do to a verdict is the same as with a learned one.
/// </summary>
public static class VotingModel
{
    /// <summary>A word of the passage.</summary>
    public const string Passage = "passage";

    /// <summary>A word of the sentence.</summary>
    public const string Sentence = "sentence";

    private static readonly string[] Usual = ["contradiction", "neutral", "entailment"];

    /// <summary>Makes a folder with the model, whose classes are in the order that such models usually have.</summary>
    public static string Write(params Vote[] votes) => Write(Usual, votes);

    /// <summary>The same in another order.</summary>
    public static string Write(string[] labels, params Vote[] votes)
    {
        string[] words = [.. votes.Select(vote => vote.Word).Distinct()];
        var rows = Tokens(words.Length);
        var table = new float[2 * rows * labels.Length];
        foreach (var vote in votes)
        {
            table[(((vote.Place == Sentence ? rows : 0) + TokenOf(vote.Word, words)) * labels.Length) + Array.IndexOf(labels, vote.Label)] += vote.Weight;
        }

        var folder = Folder(
            Model(
                [
                    Node("Mul", ["token_type_ids", "rows"], "moved"), Node("Add", ["input_ids", "moved"], "row"), Node("Gather", ["table", "row"], "votes", Integer("axis", 0)),
                    Node("ReduceSum", ["votes"], "logits", Integers("axes", 1), Integer("keepdims", 0)),
                ],
                Tensor("table", table, 2 * rows, labels.Length), Tensor("rows", rows)),
            words);
        WriteLabels(folder, labels);
        return folder;
    }

    /// <summary>Names the classes in <c>config.json</c>.</summary>
    public static void WriteLabels(string folder, params string[] labels) => File.WriteAllText(
        Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { id2label = labels.Select((label, i) => (label, i)).ToDictionary(one => $"{one.i}", one => one.label) }));
}
