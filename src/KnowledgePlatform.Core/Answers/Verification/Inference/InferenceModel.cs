using KnowledgePlatform.Core.CrossEncoding;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>The operator's folder, loaded: a <see cref="CrossEncoder"/> that gives three numbers a pair.</summary>
internal sealed class InferenceModel : IDisposable
{
    private const string Setting = "Answers:Verification:Inference:Folder";
    private readonly CrossEncoder _model;
    private readonly InferenceLabels _labels;
    private readonly string _folder;

    /// <summary>Loads the folder, which takes seconds for a large model.</summary>
    /// <exception cref="InferenceException">Something is missing, or not what it should be.</exception>
    public InferenceModel(InferenceOptions options)
    {
        if (Missing(options) is { } missing)
        {
            throw new InferenceException(missing);
        }

        (_folder, _labels) = (options.Folder, InferenceLabels.Read(options.Folder, options.Labels));
        try
        {
            _model = new CrossEncoder(options.Folder, Setting, options.Threads, options.MaxTokens);
        }
        catch (CrossEncoderException fault)
        {
            throw new InferenceException(fault.Message, fault);
        }
    }

    /// <summary>What the folder lacks, as a sentence for the operator that names it; null when nothing is missing. Loads nothing.</summary>
    public static string? Missing(InferenceOptions options)
    {
        var folder = options.Folder;
        if (!Directory.Exists(folder))
        {
            return $"the folder {folder} ({Setting}) is not there, or may not be read";
        }

        var missing = new List<string>();
        if (!File.Exists(Path.Combine(folder, "model.onnx")))
        {
            missing.Add("model.onnx is missing");
        }

        if (!PairTokenizer.IsIn(folder))
        {
            missing.Add($"a tokenizer is missing (one of {PairTokenizer.Files})");
        }

        if (missing.Count > 0)
        {
            return $"the folder {folder} ({Setting}) holds no model for inference: {string.Join("; ", missing)}";
        }

        try
        {
            InferenceLabels.Read(folder, options.Labels);
            return null;
        }
        catch (InferenceException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>What each premise says of the sentence; null for a pair that is longer than the model reads.</summary>
    /// <exception cref="InferenceException">It gave no such numbers.</exception>
    public async Task<IReadOnlyList<InferenceScores?>> ReadAsync(IReadOnlyList<string> premises, string sentence, CancellationToken cancellationToken)
    {
        try
        {
            var numbers = await _model.RunWholeAsync([.. premises.Select(premise => (premise, sentence))], cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(numbers, Scores);
        }
        catch (CrossEncoderException fault)
        {
            throw new InferenceException(fault.Message, fault);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    private InferenceScores? Scores(float[]? numbers) => numbers switch
    {
        null => null,
        { Length: 3 } => InferenceScores.Of(numbers, _labels),
        _ => throw new InferenceException($"the model in {_folder} ({Setting}) gives {numbers.Length} numbers for a pair, not three"),
    };
}
