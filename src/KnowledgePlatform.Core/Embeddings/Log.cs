using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Embeddings;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 6201, Level = LogLevel.Warning,
        Message = "The embedding model in force is {InForce}, which this process does not have: its searches go on with {Configured}. Set Embeddings:Model or Embeddings:Next:Model")]
    public static partial void ModelInForceIsMissing(ILogger logger, string inForce, string configured);
}
