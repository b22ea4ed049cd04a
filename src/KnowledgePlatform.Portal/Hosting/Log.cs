namespace KnowledgePlatform.Portal.Hosting;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "{Method} {Path} failed (trace id {TraceId})")]
    public static partial void Unexpected(ILogger logger, Exception exception, string method, PathString path, string traceId);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Readiness: {Check} failed")]
    public static partial void NotReady(ILogger logger, Exception? exception, string check);
}
