using System.Security.Cryptography;
using System.Text;
using Microsoft.SemanticKernel;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Semantic Kernel's filter that keeps the hash of what was sent to the model. What it took is metered at the model: see ModelMeter.</summary>
internal sealed class PromptUsage : IPromptRenderFilter
{
    /// <summary>SHA-256 of the rendered prompt, in hexadecimal; null when none was rendered.</summary>
    public string? PromptHash { get; private set; }

    /// <inheritdoc />
    public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
    {
        await next(context).ConfigureAwait(false);
        if (context.RenderedPrompt is { } prompt)
        {
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        }
    }
}
