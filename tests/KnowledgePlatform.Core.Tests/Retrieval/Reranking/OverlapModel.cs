using static KnowledgePlatform.TestKit.OnnxFile;

namespace KnowledgePlatform.Core.Tests.Retrieval.Reranking;

/// <summary>A cross-encoder whose number is how many times a token of the question stands in the passage.</summary>
internal static class OverlapModel
{
    /// <summary>Makes a folder with the model and a vocabulary of these words.</summary>
    public static string Write(bool twoNumbers = false, params string[] words) => Folder(
        Model(
        [
            Node("Transpose", ["input_ids"], "column"), Node("Equal", ["column", "input_ids"], "same"), Node("Cast", ["same"], "equal", To(Float)),
            Node("Cast", ["token_type_ids"], "is_passage", To(Bool)), Node("Not", ["is_passage"], "is_question"), Node("Cast", ["is_question"], "question", To(Float)),
            Node("Cast", ["is_passage"], "passage", To(Float)), Node("MatMul", ["question", "equal"], "counts"), Node("Mul", ["counts", "passage"], "common"),
            Node("ReduceSum", ["common"], "overlap", Integers("axes", 1)),
            // Two numbers: what speaks against the passage, and for it.
            Node("Neg", ["overlap"], "against"), Node("Concat", ["against", "overlap"], "both", Integer("axis", 1)),
            Node("Identity", [twoNumbers ? "both" : "overlap"], "logits"),
        ]),
        words);
}
