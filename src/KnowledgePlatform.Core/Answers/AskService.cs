using System.Runtime.CompilerServices;
using KnowledgePlatform.Core.Access;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Answers questions: search, model, check, record.</summary>
public sealed class AskService
{
    /// <summary>
    /// Answers a question. The last event is <see cref="AskAnswered"/>; by then question, answer, citations and audit event are recorded, in one transaction.
    /// </summary>
    /// <param name="caller">Who asks: only what this person may open is searched.</param>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the model; that the question was asked is recorded all the same.</param>
    /// <exception cref="RefusedException">
    /// <c>question_empty</c>, <c>question_too_long</c>, <c>conversation_not_found</c>, <c>collection_not_found</c>, <c>no_collections</c>, <c>model_busy</c>.
    /// </exception>
    public async IAsyncEnumerable<AskEvent> AskAsync(Caller caller, AskRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        await Task.CompletedTask.ConfigureAwait(false);
        throw new NotSupportedException("under construction");
#pragma warning disable CS0162 // replaced within the hour
        yield break;
#pragma warning restore CS0162
    }
}
