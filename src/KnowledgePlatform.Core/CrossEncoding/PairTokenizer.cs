using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace KnowledgePlatform.Core.CrossEncoding;

/// <summary>Divides two texts, a question and a passage or a passage and a sentence, into the tokens of one, as the model was trained to see the two.</summary>
internal sealed partial class PairTokenizer
{
    // XLM-RoBERTa's vocabulary is SentencePiece's, moved by one behind the marks that fairseq put first: <s>, <pad>, </s>, <unk>. A file in which they stand so already (as that
    // of the embedding model here) is taken as it is.
    private static readonly string[] Names = ["sentencepiece.bpe.model", "sentencepiece.model"];
    private const int RobertaBegin = 0;
    private const int RobertaEnd = 2;
    private const int RobertaUnknown = 3;

    private readonly Func<string, IReadOnlyList<int>> _encode;
    private readonly int[] _begin;
    private readonly int[] _between;
    private readonly int[] _end;

    private PairTokenizer(Func<string, IReadOnlyList<int>> encode, int[] begin, int[] between, int[] end) => (_encode, _begin, _between, _end) = (encode, begin, between, end);

    /// <summary>What one of must be in a folder.</summary>
    public static string Files { get; } = $"vocab.txt, {string.Join(", ", Names)}";

    /// <summary>True when a folder has a tokenizer.</summary>
    public static bool IsIn(string folder) => Names.Append("vocab.txt").Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <exception cref="FileNotFoundException">It has none.</exception>
    public static PairTokenizer Load(string folder)
    {
        if (Path.Combine(folder, "vocab.txt") is var words && File.Exists(words))
        {
            var bert = BertTokenizer.Create(words, new BertOptions { LowerCaseBeforeTokenization = true });
            return new PairTokenizer(
                // The library takes a line break for a letter; BERT's own tokenizer for a blank.
                text => bert.EncodeToIds(Breaks().Replace(text, " "), addSpecialTokens: false), [bert.ClassificationTokenId], [bert.SeparatorTokenId], [bert.SeparatorTokenId]);
        }

        var path = Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"none of {Files} is in it");
        using var stream = File.OpenRead(path);
        var pieces = SentencePieceTokenizer.Create(stream);
        var moved = pieces.BeginningOfSentenceId == RobertaBegin ? 0 : 1;
        return new PairTokenizer(
            text => [.. pieces.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false).Select(id => id == pieces.UnknownId ? RobertaUnknown : id + moved)],
            [RobertaBegin], [RobertaEnd, RobertaEnd], [RobertaEnd]);
    }

    /// <summary>The tokens of a pair, and how many of them come before the passage. The passage is cut first; of the question at most half of all is kept.</summary>
    public (int[] Tokens, int Question) Encode(string question, string passage, int most)
    {
        var room = most - _begin.Length - _between.Length - _end.Length;
        var asked = _encode(question).Take(Math.Max(1, room / 2)).ToArray();
        int[] before = [.. _begin, .. asked, .. _between];
        return ([.. before, .. _encode(passage).Take(room - asked.Length), .. _end], before.Length);
    }

    /// <summary>The tokens of a pair, and how many of them come before the second text; null when they are more than <paramref name="most"/>, for what is cut may say the contrary.</summary>
    public (int[] Tokens, int Before)? EncodeWhole(string first, string second, int most)
    {
        int[] before = [.. _begin, .. _encode(first), .. _between];
        int[] tokens = [.. before, .. _encode(second), .. _end];
        return tokens.Length <= most ? (tokens, before.Length) : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Breaks();
}
