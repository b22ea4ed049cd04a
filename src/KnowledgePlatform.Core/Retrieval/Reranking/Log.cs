using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

internal static partial class Log
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "A search kept its order without the reranker ({Failures} since the start): {Reason}")]
    public static partial void NotReranked(ILogger logger, Exception? fault, long failures, string reason);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "The reranker failed {Failures} times in a row and is left alone for {Seconds} s")]
    public static partial void LeftAlone(ILogger logger, int failures, int seconds);
}
