using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Answers.Verification;

internal static partial class Log
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "A sentence kept its verdict without the model for inference ({Failures} since the start): {Reason}")]
    public static partial void NotInferred(ILogger logger, Exception? fault, long failures, string reason);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "A sentence kept its verdict without the judge: {Reason}")]
    public static partial void NotJudged(ILogger logger, string reason);
}
