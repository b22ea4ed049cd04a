using System.Text;
using KnowledgePlatform.Core.Usage;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat;

/// <summary>What one question takes of a model: tokens as the server reports them, else counted, also when it is stopped in the middle. For one reader at a time.</summary>
internal sealed class ModelMeter
{
    private readonly StringBuilder _written = new();
    private ChatModel? _model;
    private long _prompt, _completion, _sent;
    private long? _saidPrompt, _saidCompletion;
    private bool _open, _answered, _estimated;

    /// <summary>Collections whose passages the model was given.</summary>
    public IReadOnlyList<Guid> Collections { get; set; } = [];

    /// <summary>True when a model was asked.</summary>
    public bool Used => _model is not null;

    /// <summary>A request goes out.</summary>
    public void Begin(ChatModel model, IEnumerable<ChatMessage> messages)
    {
        Close();
        (_model, _sent, _open, _answered) = (model, messages.Sum(message => (long)model.CountTokens(message.Text)), true, false);
    }

    /// <summary>A piece of the answer came.</summary>
    public void Take(ChatResponseUpdate update)
    {
        _answered = true;
        _written.Append(update.Text);
        // Some servers report with each piece what it is so far.
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            _saidPrompt = usage.Details.InputTokenCount ?? _saidPrompt;
            _saidCompletion = usage.Details.OutputTokenCount ?? _saidCompletion;
        }
    }

    /// <summary>The request failed: before the first piece nothing is known of it, and nothing is counted.</summary>
    public void Fail() => _open = _answered;

    /// <summary>What it took until now.</summary>
    /// <param name="milliseconds">From the question on.</param>
    public QuestionUsage Read(long milliseconds)
    {
        Close();
        return _model is null || (_prompt == 0 && _completion == 0)
            ? new QuestionUsage(null, null, 0, 0, false, milliseconds, TokenPrices.None, Collections)
            : new QuestionUsage(_model.RegistryId, _model.Label, _prompt, _completion, _estimated, milliseconds, _model.Prices, Collections);
    }

    private void Close()
    {
        if (_open && _model is not null)
        {
            _prompt += _saidPrompt ?? _sent;
            _completion += _saidCompletion ?? (_written.Length == 0 ? 0 : _model.CountTokens(_written.ToString()));
            _estimated |= _saidPrompt is null || _saidCompletion is null;
        }

        (_open, _saidPrompt, _saidCompletion) = (false, null, null);
        _written.Clear();
    }
}
