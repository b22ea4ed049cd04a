namespace KnowledgePlatform.Core;

/// <summary>Why something asked for is not done: what REST turns into a status and a page into a message.</summary>
public enum RefusalKind
{
    /// <summary>What was sent breaks a rule that the message names.</summary>
    Invalid,

    /// <summary>It is not there, or not for this caller: the two look the same.</summary>
    NotFound,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>It does not fit what is there already.</summary>
    Conflict,

    /// <summary>It exceeds a size limit.</summary>
    TooLarge,

    /// <summary>Too much at once; later it may work.</summary>
    TooMany,

    /// <summary>A part that is needed does not answer.</summary>
    Unavailable,
}

/// <summary>
/// An expected refusal. Thrown rather than returned, because every caller does the same with it: one handler at the edge of REST, one of the pages.
/// </summary>
/// <param name="kind">Decides the status.</param>
/// <param name="code">Stable name for programs, such as <c>last_administrator</c>.</param>
/// <param name="message">What a person reads: what is wrong and what to do; never text of documents.</param>
public sealed class RefusedException(RefusalKind kind, string code, string message) : Exception(message)
{
    /// <summary>Decides the status.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>Stable name for programs.</summary>
    public string Code { get; } = code;
}
