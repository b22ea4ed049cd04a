using System.Runtime.InteropServices;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>
/// A model file as whisper.cpp reads it that hears nothing and always says the same: no trained model can be had where these tests run, and all of the real code but the hearing is tried
/// with this one. All weights are zero but those of the decoder's positions, each of which asks for one token of the script: token n of the script has direction n, and so
/// has position n.
/// </summary>
internal static class ScriptedModel
{
    private const int State = 64;
    private const int Vocabulary = 51_865;
    private const int AudioContext = 1_500;
    private const int TextContext = 448;
    private const int AudioLayers = 4;
    private const int Mels = 80;
    private const int Fft = 201;
    private const int English = 50_259;
    private const int Timestamps = 50_364;
    private const int EndOfText = 50_257;
    private const int TicksASecond = 50;
    private const int FirstWord = 300;
    private const int Float = 0;
    private const int HalfFloat = 1;

    private const float Strong = 10;
    private const float Sharp = 5;

    /// <summary>The file.</summary>
    /// <param name="sentences">What it says in each stretch of sound, two sentences of at most fifteen words, each three seconds long.</param>
    public static byte[] Build(params string[] sentences)
    {
        List<string> words = [.. sentences.SelectMany(sentence => sentence.Split(' ')).Distinct()];
        var script = Script(sentences, words);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        foreach (var number in new[] { 0x67676d6c, Vocabulary, AudioContext, State, 1, AudioLayers, TextContext, State, 1, 1, Mels, HalfFloat, Mels, Fft })
        {
            writer.Write(number);
        }

        writer.Write(new byte[Mels * Fft * sizeof(float)]);
        writer.Write(FirstWord + words.Count);
        for (var i = 0; i < FirstWord + words.Count; i++)
        {
            var token = Encoding.UTF8.GetBytes(i < FirstWord ? " " : " " + words[i - FirstWord]);
            writer.Write(token.Length);
            writer.Write(token);
        }

        WriteEncoder(writer);
        WriteDecoder(writer, script);
        return file.ToArray();
    }

    private static List<int> Script(string[] sentences, List<string> words)
    {
        // The decoder is given start, language and task before it speaks; to the first of them it answers with the language.
        var script = new List<int> { English, English };
        for (var i = 0; i < sentences.Length; i++)
        {
            script.Add(Timestamps + (i * 3 * TicksASecond));
            script.AddRange(sentences[i].Split(' ').Select(word => FirstWord + words.IndexOf(word)));
            script.Add(Timestamps + ((i + 1) * 3 * TicksASecond));
        }

        script.Add(EndOfText);
        return script;
    }

    private static void WriteEncoder(BinaryWriter writer)
    {
        Tensor(writer, "encoder.positional_embedding", [State, AudioContext]);
        Tensor(writer, "encoder.conv1.weight", [3, Mels, State]);
        Tensor(writer, "encoder.conv1.bias", [1, State]);
        Tensor(writer, "encoder.conv2.weight", [3, State, State]);
        Tensor(writer, "encoder.conv2.bias", [1, State]);
        Norm(writer, "encoder.ln_post");
        for (var layer = 0; layer < AudioLayers; layer++)
        {
            Block(writer, $"encoder.blocks.{layer}", crosses: false);
        }
    }

    private static void WriteDecoder(BinaryWriter writer, List<int> script)
    {
        var directions = script.Distinct().ToList();
        var positions = new float[State * TextContext];
        var tokens = new float[State * Vocabulary];
        for (var i = 0; i < script.Count; i++)
        {
            // What position n hears is token n of the script; the first two positions are those of the prompt.
            positions[(i * State) + directions.IndexOf(script[i])] = Strong;
        }

        for (var i = 0; i < directions.Count; i++)
        {
            tokens[(directions[i] * State) + i] = 1;
        }

        Tensor(writer, "decoder.positional_embedding", [State, TextContext], positions);
        Tensor(writer, "decoder.token_embedding.weight", [State, Vocabulary], tokens);
        Tensor(writer, "decoder.ln.weight", [State], [.. Enumerable.Repeat(Sharp, State)]);
        Tensor(writer, "decoder.ln.bias", [State]);
        Block(writer, "decoder.blocks.0", crosses: true);
    }

    private static void Block(BinaryWriter writer, string name, bool crosses)
    {
        foreach (var attention in crosses ? ["attn", "cross_attn"] : new[] { "attn" })
        {
            Norm(writer, $"{name}.{attention}_ln");
            foreach (var part in new[] { "query", "key", "value", "out" })
            {
                Tensor(writer, $"{name}.{attention}.{part}.weight", [State, State]);
                if (part != "key")
                {
                    Tensor(writer, $"{name}.{attention}.{part}.bias", [State]);
                }
            }
        }

        Norm(writer, $"{name}.mlp_ln");
        Tensor(writer, $"{name}.mlp.0.weight", [State, 4 * State]);
        Tensor(writer, $"{name}.mlp.0.bias", [4 * State]);
        Tensor(writer, $"{name}.mlp.2.weight", [4 * State, State]);
        Tensor(writer, $"{name}.mlp.2.bias", [State]);
    }

    private static void Norm(BinaryWriter writer, string name)
    {
        Tensor(writer, $"{name}.weight", [State]);
        Tensor(writer, $"{name}.bias", [State]);
    }

    private static void Tensor(BinaryWriter writer, string name, int[] sizes, float[]? values = null)
    {
        writer.Write(sizes.Length);
        writer.Write(name.Length);
        // Weights of products are of 16 bits, all else of 32: whisper.cpp asks for no less.
        var isHalf = sizes.Length > 1 && name.EndsWith(".weight", StringComparison.Ordinal);
        writer.Write(isHalf ? HalfFloat : Float);
        Array.ForEach(sizes, writer.Write);
        writer.Write(Encoding.ASCII.GetBytes(name));
        values ??= new float[sizes.Aggregate(1, (product, size) => product * size)];
        writer.Write(isHalf ? MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)) : MemoryMarshal.AsBytes<float>(values));
    }
}
