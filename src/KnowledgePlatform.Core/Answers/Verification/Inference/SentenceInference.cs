using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>
/// Asks the operator's model for inference about sentences, within a budget of time. When it is late or fails there is no opinion and the verdict stands as it was: nobody
/// sees an error, the log does.
/// </summary>
public sealed class SentenceInference(IOptions<AnswerOptions> options, TimeProvider time, ILogger<SentenceInference> log) : IDisposable
{
    // Plain enough for every such model: the one entails itself, the other is its contrary.
    private const string Sample = "The tenant pays the rent.";
    private const string Contrary = "The tenant does not pay the rent.";

    private readonly Lock _lock = new();
    private Task<InferenceModel>? _loading;
    private long _failures;

    /// <summary>True when the operator set one up.</summary>
    public bool InUse => Settings.Folder.Length > 0;

    /// <summary>How many sentences it was late or failed for, since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    internal InferenceOptions Settings { get; } = options.Value.Verification.Inference;

    /// <summary>Loads the model, where there is one, so that the first sentence need not wait for it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be loaded; the message says why.</exception>
    public Task LoadAsync(CancellationToken cancellationToken) => InUse ? LoadedAsync().WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Tries it on sentences whose relation is plain: says what it made of them, or that none is in use.</summary>
    /// <exception cref="InvalidOperationException">It cannot be loaded, or its classes are in another order than it was told.</exception>
    public async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        if (!InUse)
        {
            return "none: words decide on paraphrases";
        }

        var model = await LoadedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var same = (await model.ReadAsync([Sample], Sample, cancellationToken).ConfigureAwait(false))[0] ?? default;
        var contrary = (await model.ReadAsync([Sample], Contrary, cancellationToken).ConfigureAwait(false))[0] ?? default;
        var said = string.Create(
            CultureInfo.InvariantCulture, $"entailment of a sentence by itself {same.Entailment:0.00}, contradiction of its contrary {contrary.Contradiction:0.00}");
        return same.Entailment > Math.Max(same.Neutral, same.Contradiction) && contrary.Contradiction > Math.Max(contrary.Neutral, contrary.Entailment)
            ? said
            : throw new InvalidOperationException($"{said}: is {Settings.Folder} a model for inference, with its classes in the order of id2label or Answers:Verification:Inference:Labels?");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_loading is { IsCompletedSuccessfully: true } loaded)
        {
            loaded.GetAwaiter().GetResult().Dispose();
        }
    }

    /// <summary>What each premise says of the sentence, null where the pair is too long for the model; null when it did not answer at all.</summary>
    internal async Task<IReadOnlyList<InferenceScores?>?> ReadAsync(IReadOnlyList<Premise> premises, string sentence, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(Settings.BudgetMilliseconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            var model = await LoadedAsync().WaitAsync(ending.Token).ConfigureAwait(false);
            // Waited for no longer than may be, also where it does not stop at once.
            return await model.ReadAsync([.. premises.Select(premise => premise.Text)], sentence, ending.Token).WaitAsync(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(null, string.Create(CultureInfo.InvariantCulture, $"it took longer than {Settings.BudgetMilliseconds} ms (Answers:Verification:Inference:BudgetMilliseconds)"));
        }
        catch (InferenceException fault)
        {
            Failed(fault, fault.Message);
        }

        // Whatever a model or its tokenizer stumbles over: there is a verdict without them. What they say of it may quote the text.
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            Failed(null, $"it ended with {fault.GetType().Name}");
        }

        return null;
    }

    // Loaded once; what failed is tried again.
    private Task<InferenceModel> LoadedAsync()
    {
        lock (_lock)
        {
            return _loading is null or { IsFaulted: true } ? _loading = Task.Run(() => new InferenceModel(Settings)) : _loading;
        }
    }

    private void Failed(Exception? fault, string reason) => Log.NotInferred(log, fault, Interlocked.Increment(ref _failures), reason);
}
