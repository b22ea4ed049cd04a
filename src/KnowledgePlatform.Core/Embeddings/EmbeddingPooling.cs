namespace KnowledgePlatform.Core.Embeddings;

/// <summary>How one vector is made of those of a text's tokens; the model's card says which it was trained with.</summary>
public enum EmbeddingPooling
{
    /// <summary>The mean over all tokens: the multilingual-e5 models, MiniLM.</summary>
    Mean,

    /// <summary>The first token's, BERT's [CLS]: the snowflake-arctic-embed models.</summary>
    FirstToken,
}
