namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>Reads question and passage together and says how well the passage answers.</summary>
internal interface IReranker : IDisposable
{
    /// <summary>One score a passage, in the order given, more for a better answer; scores of different questions are not to be compared.</summary>
    /// <exception cref="RerankerException">It gave no such scores.</exception>
    Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<string> passages, CancellationToken cancellationToken);
}

/// <summary>A reranker gave no scores; the message is for the operator and quotes neither question nor passages.</summary>
internal sealed class RerankerException(string message, Exception? inner = null) : Exception(message, inner);
