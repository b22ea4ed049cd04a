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
    private string _label = "";
    private bool _open, _answered, _estimated, _counted;

    /// <summary>Collections whose passages the model was given.</summary>
    public IReadOnlyList<Guid> Collections { get; set; } = [];

    /// <summary>True when a model was asked.</summary>
    public bool Used => _model is not null;

    /// <summary>True when something came of the last request.</summary>
    public bool Answered => _answered;

    /// <summary>A request goes out.</summary>
    public void Begin(ChatModel model, IEnumerable<ChatMessage> messages)
    {
        Close();
        (_model, _sent, _open, _answered) = (model, messages.Sum(message => (long)model.CountTokens(message.Text)), true, false);
        // A server that breaks off later may have no name then.
        _label = model.Label;
    }

    /// <summary>A piece of the answer came.</summary>
    public void Take(ChatResponseUpdate update)
    {
        _answered = true;
        _written.Append(update.Text);
        // Some servers report with each piece what it is so far, and some proxies report nothing as 0: then it is counted here.
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            _saidPrompt = usage.Details.InputTokenCount is > 0 and var read ? read : _saidPrompt;
            _saidCompletion = usage.Details.OutputTokenCount is > 0 and var wrote ? wrote : _saidCompletion;
        }
    }

    /// <summary>The request failed: before the first piece nothing is known of it, and nothing is counted.</summary>
    public void Fail() => _open = _answered;

    /// <summary>What it took until now.</summary>
    /// <param name="milliseconds">From the question on.</param>
    public QuestionUsage Read(long milliseconds)
    {
        Close();
        return _model is null || !_counted
            ? new QuestionUsage(null, null, 0, 0, false, milliseconds, TokenPrices.None, Collections)
            : new QuestionUsage(_model.RegistryId, _label, _prompt, _completion, _estimated, milliseconds, _model.Prices, Collections);
    }

    private void Close()
    {
        if (_open && _model is not null)
        {
            _prompt += _saidPrompt ?? _sent;
            _completion += _saidCompletion ?? (_written.Length == 0 ? 0 : _model.CountTokens(_written.ToString()));
            _counted = true;
            _estimated |= _saidPrompt is null || _saidCompletion is null;
        }

        (_open, _saidPrompt, _saidCompletion) = (false, null, null);
        _written.Clear();
    }
}
