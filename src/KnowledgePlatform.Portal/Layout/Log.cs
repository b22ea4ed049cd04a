namespace KnowledgePlatform.Portal.Layout;

internal static partial class Log
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "{Page} could not be read anew; it is tried every second until the database answers")]
    public static partial void WatchInterrupted(ILogger logger, Exception exception, string page);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "{Page}: the database did not answer")]
    public static partial void DatabaseSilent(ILogger logger, Exception exception, string page);
}
