using System.Text;

namespace KnowledgePlatform.Core.Tests.Retrieval.Reranking;

/// <summary>
/// A cross-encoder written by hand, byte by byte in ONNX's protobuf: its number is how many times a token of the question stands in the passage. No learned one is small
/// enough to lie here; the path from folder to score is the same.
/// </summary>
internal static class OverlapModel
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Bool = 9;

    /// <summary>Makes a folder with the model and a vocabulary of these words.</summary>
    public static string Write(bool twoNumbers = false, params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("kp-overlap-").FullName;
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words]);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), Model(twoNumbers));
        return folder;
    }

    private static byte[] Model(bool twoNumbers)
    {
        byte[][] nodes =
        [
            Node("Transpose", ["input_ids"], "column"), Node("Equal", ["column", "input_ids"], "same"), Node("Cast", ["same"], "equal", To(Float)),
            Node("Cast", ["token_type_ids"], "is_passage", To(Bool)), Node("Not", ["is_passage"], "is_question"), Node("Cast", ["is_question"], "question", To(Float)),
            Node("Cast", ["is_passage"], "passage", To(Float)), Node("MatMul", ["question", "equal"], "counts"), Node("Mul", ["counts", "passage"], "common"),
            Node("ReduceSum", ["common"], "overlap", [.. Text(1, "axes"), .. Number(8, 1), .. Number(20, 7)]),
            // Two numbers: what speaks against the passage, and for it.
            Node("Neg", ["overlap"], "against"), Node("Concat", ["against", "overlap"], "both", [.. Text(1, "axis"), .. Number(3, 1), .. Number(20, 2)]),
            Node("Identity", [twoNumbers ? "both" : "overlap"], "logits"),
        ];
        byte[] graph =
        [
            .. nodes.SelectMany(node => Message(1, node)), .. Text(2, "overlap"), .. Message(11, Value("input_ids", Int64, "tokens")), .. Message(11, Value("attention_mask", Int64, "tokens")),
            .. Message(11, Value("token_type_ids", Int64, "tokens")), .. Message(12, Value("logits", Float, "numbers")),
        ];
        return [.. Number(1, 7), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Number(2, 12)])];
    }

    private static byte[] To(int type) => [.. Text(1, "to"), .. Number(3, type), .. Number(20, 2)];

    private static byte[] Node(string operation, string[] inputs, string output, byte[]? attribute = null) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(3, output), .. Text(4, operation), .. attribute is null ? [] : Message(5, attribute)];

    private static byte[] Value(string name, int type, string length) =>
        [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, type), .. Message(2, [.. Message(1, Text(2, "pairs")), .. Message(1, Text(2, length))])]))];

    private static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80u : 0)));
            value >>= 7;
        }
        while (value > 0);
        return [.. bytes];
    }
}
