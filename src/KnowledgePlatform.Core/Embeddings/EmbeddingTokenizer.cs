using Microsoft.ML.Tokenizers;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>The embedding model's own division of text into tokens. Safe to use from several threads.</summary>
public sealed class EmbeddingTokenizer
{
    // A token of the vocabulary has at most 16 characters; the rest is white space that the tokenizer folds. Beyond this a
    // text cannot reach the model, and a whole book need not be cut into tokens to find that out.
    private const int CharactersPerToken = 64;

    private readonly SentencePieceTokenizer _tokenizer;

    private EmbeddingTokenizer(SentencePieceTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>Reads a SentencePiece model file.</summary>
    public static EmbeddingTokenizer Load(string path)
    {
        using var stream = File.OpenRead(path);
        return new EmbeddingTokenizer(SentencePieceTokenizer.Create(stream));
    }

    /// <summary>Number of tokens of <paramref name="text"/> without the two marks at its ends.</summary>
    public int Count(ReadOnlySpan<char> text) =>
        _tokenizer.CountTokens(text, addBeginningOfSentence: false, addEndOfSentence: false);

    /// <summary>
    /// Token ids of <paramref name="text"/> between the marks for begin and end; a text of more than
    /// <paramref name="maxTokens"/> is cut and still ends with the end mark.
    /// </summary>
    public int[] Encode(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The marks are set here, because the tokenizer leaves them out of an empty text.
        var ids = _tokenizer.EncodeToIds(Reachable(text, maxTokens), addBeginningOfSentence: false, addEndOfSentence: false);
        var result = new int[Math.Min(ids.Count + 2, maxTokens)];
        result[0] = _tokenizer.BeginningOfSentenceId;
        for (var i = 1; i < result.Length - 1; i++)
        {
            result[i] = ids[i - 1];
        }

        result[^1] = _tokenizer.EndOfSentenceId;
        return result;
    }

    private static ReadOnlySpan<char> Reachable(string text, int maxTokens)
    {
        var limit = maxTokens * CharactersPerToken;
        if (text.Length <= limit)
        {
            return text;
        }

        return text.AsSpan(0, char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit);
    }
}
