using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>Loads the operator's model before the first question: a program that was told to check by it does not start without it.</summary>
internal sealed class InferenceStartup(SentenceInference inference) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => inference.LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Says of a folder that lacks something what that is, whatever program reads the options.</summary>
internal sealed class InferenceFolderCheck : IValidateOptions<AnswerOptions>
{
    public ValidateOptionsResult Validate(string? name, AnswerOptions options) =>
        options.Verification.Inference is { Folder.Length: > 0 } inference && InferenceModel.Missing(inference) is { } missing
            ? ValidateOptionsResult.Fail(missing)
            : ValidateOptionsResult.Success;
}
