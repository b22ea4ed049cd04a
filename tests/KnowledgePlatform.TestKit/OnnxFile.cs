using System.Text;

namespace KnowledgePlatform.TestKit;

/// <summary>Writes models byte by byte in ONNX's protobuf, and the folders they lie in: no learned one is small enough to lie here, and the path from folder to number is the same.</summary>
public static class OnnxFile
{
    /// <summary>ONNX's number of the type.</summary>
    public const int Float = 1;

    /// <inheritdoc cref="Float" />
    public const int Int64 = 7;

    /// <inheritdoc cref="Float" />
    public const int Bool = 9;

    // What BERT's vocabulary begins with.
    private static readonly string[] Marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Tokens of a vocabulary of <paramref name="words"/> words.</summary>
    public static int Tokens(int words) => Marks.Length + words;

    /// <summary>The token of a word.</summary>
    public static int TokenOf(string word, string[] words) => Marks.Length + Array.IndexOf(words, word);

    /// <summary>Makes a folder with a model and a vocabulary of these words.</summary>
    public static string Folder(byte[] model, params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("kp-onnx-").FullName;
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), [.. Marks, .. words]);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        return folder;
    }

    /// <summary>A cross-encoder: what its nodes make of the three inputs is <c>logits</c>.</summary>
    public static byte[] Model(byte[][] nodes, params byte[][] tensors)
    {
        byte[] graph =
        [
            .. nodes.SelectMany(node => Message(1, node)), .. Text(2, "made"), .. tensors.SelectMany(tensor => Message(5, tensor)), .. Message(11, Value("input_ids", Int64, "tokens")),
            .. Message(11, Value("attention_mask", Int64, "tokens")), .. Message(11, Value("token_type_ids", Int64, "tokens")), .. Message(12, Value("logits", Float, "numbers")),
        ];
        return [.. Number(1, 7), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Number(2, 12)])];
    }

    /// <summary>Numbers that the model brings with it.</summary>
    public static byte[] Tensor(string name, float[] values, params long[] shape) =>
        [.. shape.SelectMany(length => Number(1, length)), .. Number(2, Float), .. Text(8, name), .. Message(9, [.. values.SelectMany(BitConverter.GetBytes)])];

    /// <inheritdoc cref="Tensor(string, float[], long[])" />
    public static byte[] Tensor(string name, long value) => [.. Number(1, 1), .. Number(2, Int64), .. Text(8, name), .. Message(9, BitConverter.GetBytes(value))];

    /// <summary>An attribute of a node.</summary>
    public static byte[] Integer(string attribute, long value) => [.. Text(1, attribute), .. Number(3, value), .. Number(20, 2)];

    /// <inheritdoc cref="Integer" />
    public static byte[] Integers(string attribute, params long[] values) => [.. Text(1, attribute), .. values.SelectMany(value => Number(8, value)), .. Number(20, 7)];

    /// <summary>What a cast makes of its input.</summary>
    public static byte[] To(int type) => Integer("to", type);

    /// <summary>An operation; its name is that of its output.</summary>
    public static byte[] Node(string operation, string[] inputs, string output, params byte[][] attributes) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(3, output), .. Text(4, operation), .. attributes.SelectMany(attribute => Message(5, attribute))];

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
