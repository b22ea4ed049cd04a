using KnowledgePlatform.Core.Answers.Verification.Judging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>Registers the model for inference.</summary>
public static class InferenceServices
{
    /// <summary>Registers <see cref="SentenceInference"/>, and the check of its folder whenever the options of answers are read. Nothing is loaded.</summary>
    public static IServiceCollection AddInference(this IServiceCollection services) =>
        services.AddSingleton<SentenceInference>().AddSingleton<IValidateOptions<AnswerOptions>, InferenceFolderCheck>().AddSingleton<IValidateOptions<AnswerOptions>, JudgePromptCheck>();

    /// <summary>For a program that answers as long as it runs: loads the model, where there is one, before the first question.</summary>
    public static IServiceCollection AddInferenceStartup(this IServiceCollection services) => services.AddHostedService<InferenceStartup>();
}
