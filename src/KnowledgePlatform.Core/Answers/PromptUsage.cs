using System.Security.Cryptography;
using System.Text;
using Microsoft.SemanticKernel;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Semantic Kernel's filter that keeps what was sent to the model: its size for the usage, its hash for the audit trail.</summary>
internal sealed class PromptUsage(Func<string, int> countTokens) : IPromptRenderFilter
{
    /// <summary>Tokens of the rendered prompt.</summary>
    public int InputTokens { get; private set; }

    /// <summary>SHA-256 of the rendered prompt, in hexadecimal; null when none was rendered.</summary>
    public string? PromptHash { get; private set; }

    /// <inheritdoc />
    public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
    {
        await next(context).ConfigureAwait(false);
        if (context.RenderedPrompt is { } prompt)
        {
            InputTokens += countTokens(prompt);
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        }
    }
}
