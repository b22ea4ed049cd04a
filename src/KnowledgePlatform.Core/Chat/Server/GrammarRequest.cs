using OpenAI.Chat;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>How servers take a grammar. OpenAI's protocol has none; what a server does not know it may ignore or refuse, so that it is sent only to those that name themselves.</summary>
internal static class GrammarRequest
{
    private const string LlamaServer = "llamacpp";
    private const string Vllm = "vllm";

    /// <summary>Whether a server, by who owns its models, takes one.</summary>
    public static bool IsKnown(string? owner) => owner is LlamaServer or Vllm;

    /// <summary>Adds a grammar in the server's form.</summary>
    public static ChatCompletionOptions With(ChatCompletionOptions options, string? grammar, string? owner)
    {
        if (grammar is not null)
        {
#pragma warning disable SCME0001 // The one way to send a field that the client does not know.
            if (owner == LlamaServer)
            {
                options.Patch.Set("$.grammar"u8, grammar);
            }
            else
            {
                // Since vLLM 0.12; before, the field was guided_grammar, and this one is ignored.
                options.Patch.Set("$.structured_outputs"u8, BinaryData.FromObjectAsJson(new Dictionary<string, string> { ["grammar"] = grammar }));
            }
#pragma warning restore SCME0001
        }

        return options;
    }
}
