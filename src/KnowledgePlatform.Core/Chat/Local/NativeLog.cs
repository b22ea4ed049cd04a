using System.Text;
using LLama.Native;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Sends what llama.cpp prints to the log, at level Debug whatever it thinks of it: it is one for the whole process.</summary>
internal static class NativeLog
{
    private static readonly ThreadLocal<StringBuilder> Line = new(() => new StringBuilder());
    private static readonly Lock Gate = new();
    private static volatile ILogger? _logger;
    private static bool _set;

    public static void SendTo(ILogger logger)
    {
        _logger = logger;
        lock (Gate)
        {
            if (!_set)
            {
                NativeLogConfig.llama_log_set((_, message) => Take(message));
                _set = true;
            }
        }
    }

    private static void Take(string message)
    {
        var line = Line.Value!.Append(message);
        if (!message.EndsWith('\n'))
        {
            return;
        }

        var text = line.ToString().Trim();
        line.Clear();
        if (text.Trim('.').Length > 0 && _logger is { } logger)
        {
            Log.Native(logger, text);
        }
    }
}
