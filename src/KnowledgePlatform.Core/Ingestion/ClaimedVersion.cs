namespace KnowledgePlatform.Core.Ingestion;

/// <summary>A version that belongs to this worker until its lease ends.</summary>
/// <param name="State">The stage that was finished last: received, parsed, chunked or embedded.</param>
/// <param name="Attempts">Attempts so far, this one included.</param>
/// <param name="Format">What it was found to be when it was looked at before; null before that.</param>
/// <param name="Claims">The number of this claim: no other claim of the version has it, before or after.</param>
public sealed record ClaimedVersion(
    Guid Id, Guid DocumentId, Guid CollectionId, int Number, string FileName, string Title, byte[] Sha256, string State, int Attempts, int Claims,
    byte[]? UnlockedSha256, string? Format);

/// <summary>The file cannot be read, now and on every further attempt: the reason is shown to the person who uploaded it.</summary>
/// <param name="code">A stable word such as "encrypted".</param>
/// <param name="reason">A sentence for a person.</param>
public sealed class DocumentRefusedException(string code, string reason) : Exception(reason)
{
    /// <summary>A stable word such as "encrypted".</summary>
    public string Code { get; } = code;
}

/// <summary>The version's turn has not come; the worker goes on with others, and it is not counted as an attempt.</summary>
/// <param name="format">What it was found to be.</param>
/// <param name="reason">A sentence for those who look at it meanwhile.</param>
public sealed class DocumentWaitsException(string format, string reason) : Exception(reason)
{
    /// <summary>What it was found to be.</summary>
    public string Format { get; } = format;
}

/// <summary>The version went to another worker or was deleted meanwhile; this one stops without a trace.</summary>
public sealed class LeaseLostException() : Exception("the version was deleted or belongs to another worker now");

/// <summary>The embedding model in force is not one of this process: the version waits for a worker that has it, and that is not counted as an attempt.</summary>
/// <param name="reason">For the operator, and for those who look at the document meanwhile.</param>
internal sealed class ModelMissingException(string reason) : InvalidOperationException(reason);

/// <summary>Another embedding model was put in force after the version's chunks were embedded: they are embedded again, by that one.</summary>
internal sealed class OtherModelInForceException() : Exception("another embedding model was put in force");
