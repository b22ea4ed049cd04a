namespace KnowledgePlatform.Portal.Ask;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "An answer failed while it was being made")]
    public static partial void AnswerFailed(ILogger logger, Exception exception);
}
