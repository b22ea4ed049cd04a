using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>The embedding model's own division of text into tokens: SentencePiece, or WordPiece as BERT has it. Safe to use from several threads.</summary>
public sealed partial class EmbeddingTokenizer
{
    /// <summary>Name of a WordPiece vocabulary: one token a line, in the order of their ids.</summary>
    public const string Vocabulary = "vocab.txt";

    // A token of the vocabulary has at most 16 (SentencePiece) or 18 (WordPiece) characters; the rest is white space that the tokenizer folds. Beyond this a
    // text cannot reach the model, and a whole book need not be cut into tokens to find that out.
    private const int CharactersPerToken = 64;

    private readonly Tokenizer _tokenizer;
    private readonly int _begin;
    private readonly int _end;

    private EmbeddingTokenizer(Tokenizer tokenizer, int begin, int end) => (_tokenizer, _begin, _end) = (tokenizer, begin, end);

    /// <summary>Reads a SentencePiece model file, or a WordPiece vocabulary of a model without upper case when the file's name is <see cref="Vocabulary"/>.</summary>
    public static EmbeddingTokenizer Load(string path)
    {
        if (Path.GetFileName(path) == Vocabulary)
        {
            var bert = BertTokenizer.Create(path, new BertOptions { LowerCaseBeforeTokenization = true, RemoveNonSpacingMarks = true });
            return new EmbeddingTokenizer(bert, bert.ClassificationTokenId, bert.SeparatorTokenId);
        }

        using var stream = File.OpenRead(path);
        var pieces = SentencePieceTokenizer.Create(stream);
        return new EmbeddingTokenizer(pieces, pieces.BeginningOfSentenceId, pieces.EndOfSentenceId);
    }

    /// <summary>Number of tokens of <paramref name="text"/> without the two marks at its ends.</summary>
    public int Count(ReadOnlySpan<char> text) => _tokenizer is SentencePieceTokenizer pieces
        ? pieces.CountTokens(text, addBeginningOfSentence: false, addEndOfSentence: false)
        : Ids(text).Count;

    /// <summary>
    /// Token ids of <paramref name="text"/> between the marks for begin and end; a text of more than
    /// <paramref name="maxTokens"/> is cut and still ends with the end mark.
    /// </summary>
    public int[] Encode(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The marks are set here, because the SentencePiece tokenizer leaves them out of an empty text.
        var ids = Ids(Reachable(text, maxTokens));
        var result = new int[Math.Min(ids.Count + 2, maxTokens)];
        result[0] = _begin;
        for (var i = 1; i < result.Length - 1; i++)
        {
            result[i] = ids[i - 1];
        }

        result[^1] = _end;
        return result;
    }

    private IReadOnlyList<int> Ids(ReadOnlySpan<char> text) => _tokenizer switch
    {
        SentencePieceTokenizer pieces => pieces.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false),
        // The library takes a line break for a letter; BERT's own tokenizer for a blank. Marks written in a text are text, and no word of the vocabulary.
        BertTokenizer bert => [.. bert.EncodeToIds(Breaks().Replace(text.ToString(), " "), addSpecialTokens: false)
            .Select(id => id == bert.ClassificationTokenId || id == bert.SeparatorTokenId || id == bert.PaddingTokenId || id == bert.MaskingTokenId ? bert.UnknownTokenId : id)],
        _ => throw new InvalidOperationException(),
    };

    private static ReadOnlySpan<char> Reachable(string text, int maxTokens)
    {
        var limit = maxTokens * CharactersPerToken;
        if (text.Length <= limit)
        {
            return text;
        }

        return text.AsSpan(0, char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Breaks();
}
