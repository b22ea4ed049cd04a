using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>
/// Orders the best passages of a search anew by the operator's reranker, within a budget of time. When it is late or fails the order stays as it was: nobody sees an error,
/// the log does.
/// </summary>
public sealed class PassageReranker(IOptions<RerankerOptions> options, TimeProvider time, ILogger<PassageReranker> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RerankerOptions _options = options.Value;
    private Task<IReranker>? _loading;
    private DateTimeOffset _leftAloneUntil = DateTimeOffset.MinValue;
    private int _inARow;
    private long _failures;

    /// <summary>True when the operator set one up.</summary>
    public bool InUse => _options.Url.Length > 0 || _options.Folder.Length > 0;

    /// <summary>How many passages it reads; 0 without one.</summary>
    public int Depth => InUse ? _options.Candidates : 0;

    /// <summary>How many searches kept their order because it was late or failed, since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The passages in their new order; those behind <see cref="Depth"/> stay behind.</summary>
    /// <param name="question">The question's words.</param>
    /// <param name="hits">Best first.</param>
    /// <param name="cancellationToken">Stops the search; only this ends in an exception.</param>
    public Task<IReadOnlyList<PassageHit>> OrderAsync(string question, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken) =>
        OrderAsync(question, hits, null, cancellationToken);

    /// <summary>The same with another weight, 0 to 1, than <see cref="RerankerOptions.Weight"/>.</summary>
    internal async Task<IReadOnlyList<PassageHit>> OrderAsync(string question, IReadOnlyList<PassageHit> hits, double? weight, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var count = Math.Min(Depth, hits.Count);
        if (count < 2 || LeftAlone())
        {
            return hits;
        }

        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.BudgetMilliseconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            var reranker = await LoadedAsync().WaitAsync(ending.Token).ConfigureAwait(false);
            // Waited for no longer than may be, also where it does not stop at once.
            var scores = await reranker.ScoreAsync(question, [.. hits.Take(count).Select(Text)], ending.Token).WaitAsync(ending.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _inARow = 0;
            }

            return Mixed(hits, scores, weight ?? _options.Weight);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(null, string.Create(CultureInfo.InvariantCulture, $"it took longer than {_options.BudgetMilliseconds} ms (Retrieval:Reranker:BudgetMilliseconds)"));
        }
        catch (RerankerException fault)
        {
            Failed(fault, fault.Message);
        }

        // Whatever a model or its tokenizer stumbles over: the search has an order without them. What they say of it may quote the text.
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            Failed(null, $"it ended with {fault.GetType().Name}");
        }

        return hits;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_loading is { IsCompletedSuccessfully: true } loaded)
        {
            loaded.GetAwaiter().GetResult().Dispose();
        }
    }

    // Title and headings say what a passage is about, to this model too.
    private string Text(PassageHit hit)
    {
        var text = (hit.HeadingPath.Length == 0 ? hit.Title : hit.Title + " > " + hit.HeadingPath) + "\n" + hit.Text;
        var most = _options.MaxCharacters;
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    // Both orders are brought to 0 to 1 among the passages read: what a model's numbers mean differs from one to the next. All stay before those not read.
    private IReadOnlyList<PassageHit> Mixed(IReadOnlyList<PassageHit> hits, IReadOnlyList<double> scores, double weight)
    {
        var read = hits.Take(scores.Count).ToList();
        var (before, after) = (Scaled([.. read.Select(hit => hit.Score)]), Scaled(scores));
        var behind = hits.Count > scores.Count ? hits[scores.Count].Score : 0;
        return
        [
            .. read.Select((hit, i) => hit with { Score = behind + ((1 - weight) * before[i]) + (weight * after[i]), Relevance = scores[i] })
                .OrderByDescending(hit => hit.Score),
            .. hits.Skip(scores.Count),
        ];
    }

    private static double[] Scaled(IReadOnlyList<double> values)
    {
        var (least, most) = (values.Min(), values.Max());
        return [.. values.Select(value => most > least ? (value - least) / (most - least) : 1)];
    }

    private bool LeftAlone()
    {
        lock (_lock)
        {
            return time.GetUtcNow() < _leftAloneUntil;
        }
    }

    // Loaded once, by the first search; what failed is tried again.
    private Task<IReranker> LoadedAsync()
    {
        lock (_lock)
        {
            return _loading is null or { IsFaulted: true } ? _loading = Task.Run<IReranker>(() => _options.Url.Length > 0 ? new RerankServer(_options) : new OnnxReranker(_options)) : _loading;
        }
    }

    private void Failed(Exception? fault, string reason)
    {
        Log.NotReranked(log, fault, Interlocked.Increment(ref _failures), reason);
        lock (_lock)
        {
            if (++_inARow >= _options.FailuresBeforePause && _options.PauseSeconds > 0)
            {
                _leftAloneUntil = time.GetUtcNow() + TimeSpan.FromSeconds(_options.PauseSeconds);
                Log.LeftAlone(log, _inARow, _options.PauseSeconds);
                _inARow = 0;
            }
        }
    }
}
