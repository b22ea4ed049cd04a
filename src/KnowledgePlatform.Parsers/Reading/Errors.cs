using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>The file is not read, for a reason its owner can understand.</summary>
internal sealed class RefusedException(string code, string sentence) : Exception(sentence)
{
    /// <summary>One of <see cref="ParseCodes"/>.</summary>
    public string Code => code;
}

/// <summary>A limit ends the reading; what was handed over stands.</summary>
internal sealed class LimitReachedException(string sentence) : Exception(sentence);

/// <summary>Nobody listens any more.</summary>
internal sealed class ParentGoneException() : Exception("the pipe is closed");
