using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat;

internal static partial class Log
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Chat model {Model} is ready, context {ContextTokens} tokens")]
    public static partial void Ready(ILogger logger, string model, int contextTokens);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The chat model ({Engine}) cannot be used: {Reason}")]
    public static partial void Broken(ILogger logger, Exception? fault, ChatEngineKind engine, string reason);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Warning, Message = "A chat server of several is not asked: {Reason}")]
    public static partial void ServerDown(ILogger logger, string reason);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Information, Message = "The chat server at {Address} is asked, context {ContextTokens} tokens")]
    public static partial void ServerUp(ILogger logger, string address, int contextTokens);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Debug, Message = "Chat servers could not be looked for")]
    public static partial void NotLooked(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "llama.cpp: {Line}")]
    public static partial void Native(ILogger logger, string line);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Debug, Message = "Trial load of {Model} took {Seconds} s, needs {Bytes} bytes")]
    public static partial void Probed(ILogger logger, string model, double seconds, long bytes);
}
