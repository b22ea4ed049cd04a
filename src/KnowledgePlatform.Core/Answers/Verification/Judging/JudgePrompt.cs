using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace KnowledgePlatform.Core.Answers.Verification.Judging;

/// <summary>The judge's prompt as a template file; passages and sentence are put into it as data.</summary>
internal sealed class JudgePrompt
{
    private readonly string _template;

    private JudgePrompt(string template) => _template = template;

    /// <summary>The template of <paramref name="file"/>, or the one that comes with the product.</summary>
    /// <exception cref="InvalidOperationException">The file lacks one of the two variables.</exception>
    public static JudgePrompt Read(string? file)
    {
        var template = string.IsNullOrEmpty(file) ? AnswerPrompt.ReadResource("judge") : File.ReadAllText(file);
        return template.Contains("{{$passages}}", StringComparison.Ordinal) && template.Contains("{{$sentence}}", StringComparison.Ordinal)
            ? new JudgePrompt(template)
            : throw new InvalidOperationException($"the prompt {file} must contain {{{{$passages}}}} and {{{{$sentence}}}} (Answers:Verification:Judge:PromptFile)");
    }

    /// <summary>The function that Semantic Kernel runs; what is put into it is encoded, so that text of a document cannot open a message of its own.</summary>
    public KernelFunction ToFunction() => KernelFunctionFactory.CreateFromPrompt(
        new PromptTemplateConfig(_template)
        {
            Name = "judge",
            InputVariables = [new() { Name = "passages" }, new() { Name = "sentence" }],
        });

    /// <summary>What is put into it. The sentence is a model's, which may have taken an order over from a document: it is marked as data too.</summary>
    public static KernelArguments Arguments(IReadOnlyList<Passage> passages, string sentence, int maxTokens) =>
        new(new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["max_tokens"] = maxTokens } })
        {
            ["passages"] = AnswerPrompt.Pack(passages, passages.Count, int.MaxValue, _ => 0).Text,
            ["sentence"] = AnswerPrompt.AsData(sentence),
        };
}

/// <summary>Says at the start what is wrong with the operator's prompt, and not at each question.</summary>
internal sealed class JudgePromptCheck : IValidateOptions<AnswerOptions>
{
    public ValidateOptionsResult Validate(string? name, AnswerOptions options)
    {
        try
        {
            _ = options.Verification.Judge is { Enabled: true } judge ? JudgePrompt.Read(judge.PromptFile) : null;
            return ValidateOptionsResult.Success;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail(fault.Message);
        }
    }
}
