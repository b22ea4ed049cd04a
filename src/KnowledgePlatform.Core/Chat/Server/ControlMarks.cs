using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>
/// Servers take "&lt;|im_end|&gt;" in a text for the end of the message, wherever it comes from. A blank inside such a mark makes it letters: what a document says can then not become a
/// message of its own. In process this is not needed (see LocalPrompt).
/// </summary>
internal static partial class ControlMarks
{
    /// <summary>The messages with every mark of the Llama, Qwen, Mistral, Gemma, Phi and DeepSeek templates broken.</summary>
    public static IEnumerable<ChatMessage> Broken(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (!message.Contents.OfType<TextContent>().Any(content => Mark().IsMatch(content.Text)))
            {
                yield return message;
                continue;
            }

            var clean = message.Clone();
            clean.Contents = [.. message.Contents.Select(content => content is TextContent text ? new TextContent(Break(text.Text)) : content)];
            yield return clean;
        }
    }

    /// <summary>The same of a text alone.</summary>
    public static string Break(string text) => Mark().Replace(text, mark => mark.Value.Insert(1, " "));

    [GeneratedRegex(@"<[|\uFF5C][^|\uFF5C<>\r\n]{1,48}[|\uFF5C]>|</?s>|<(?:bos|eos|pad|unk)>|</?(?:start|end)_of_turn>|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS)\]|<</?SYS>>|</?(?:think|tool_call|tool_response)>", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
