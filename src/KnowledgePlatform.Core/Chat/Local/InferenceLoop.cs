using System.Collections.Concurrent;
using LLama;
using LLama.Common;
using LLama.Native;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>
/// Writes several answers at once: each step computes the next token of all of them, and a piece of a prompt that is being read. One thread of its own does all of that, since a context takes
/// one caller at a time and OpenMP keeps threads for each caller; it also frees the context, so that none is freed under a running computation.
/// </summary>
internal sealed class InferenceLoop
{
    /// <summary>Tokens of prompts that a step reads when nobody's answer waits for it. 64 cost no more than 512 (docs/chat.md), and between two a request can be cancelled.</summary>
    public const int PromptStep = 64;

    // While others' answers are written: what a step takes is the time between two of their words.
    private const int PromptStepBeside = 32;

    private readonly BlockingCollection<LocalAnswer> _arriving = [];
    private readonly List<LocalAnswer> _running = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LLamaBatch _batch = new();
    private readonly LLamaContext _context;
    private readonly PromptCache _cache;
    private readonly int _contextTokens;
    private readonly int _parallel;
    private volatile bool _closing;

    /// <param name="weights">The model.</param>
    /// <param name="parameters">Of one answer: its context.</param>
    /// <param name="parallel">Answers at once.</param>
    /// <param name="kept">Former prompts that are kept.</param>
    /// <exception cref="ChatUnavailableException">There is not enough memory.</exception>
    public InferenceLoop(LLamaWeights weights, ModelParams parameters, int parallel, int kept)
    {
        (_contextTokens, _parallel) = ((int)parameters.ContextSize!.Value, parallel);
        _context = weights.CreateContext(parameters with
        {
            ContextSize = (uint)(_contextTokens * parallel),
            SeqMax = (uint)(parallel + kept),
            BatchSize = (uint)(PromptStep + parallel),
            UBatchSize = (uint)(PromptStep + parallel),
            // Else each sequence had a fixed share, and what two have in common could not be shared: llama.cpp ends the process on such a copy.
            KVUnified = true,
        });
        if (_context.NativeHandle.IsInvalid)
        {
            throw new ChatUnavailableException($"There is not enough memory for {parallel} times a context of {_contextTokens} tokens; set Chat:ContextTokens or Chat:Parallel lower.");
        }

        _cache = new PromptCache(_context.NativeHandle, parallel, kept);
        new Thread(Run) { IsBackground = true, Name = "llama.cpp" }.Start();
    }

    /// <summary>Lets it write this one too. The caller holds a turn, and there are as many as answers can be written at once.</summary>
    /// <exception cref="ChatUnavailableException">The program is being stopped.</exception>
    public void Add(LocalAnswer answer)
    {
        try
        {
            _arriving.Add(answer);
        }
        catch (InvalidOperationException fault)
        {
            throw Stopped(fault);
        }
    }

    /// <summary>Ends all answers at their next token and frees the context; done when it is freed.</summary>
    public Task CloseAsync()
    {
        _closing = true;
        _arriving.CompleteAdding();
        return _ended.Task;
    }

    private static ChatUnavailableException Stopped(Exception? fault = null) => new("The program is being stopped.", fault);

    private void Run()
    {
        for (var open = true; open;)
        {
            try
            {
                open = Arrive();
                if (open)
                {
                    Step();
                }
            }
            catch (Exception fault)
            {
                Fail(fault);
            }
        }

        // The collection is left to the garbage collector: whoever closes it may still be at that.
        try
        {
            _context.Dispose();
        }
        finally
        {
            _ended.SetResult();
        }
    }

    // Ends what nobody waits for and takes what has come; waits for it when there is nothing else to do. False when there will be no more.
    private bool Arrive()
    {
        foreach (var answer in _running.Where(answer => answer.Abandoned || _closing).ToList())
        {
            End(answer, answer.Abandoned ? new OperationCanceledException(answer.Cancellation) : Stopped());
        }

        while (_running.Count < _parallel && _arriving.TryTake(out var answer, _running.Count == 0 ? Timeout.Infinite : 0))
        {
            _running.Add(answer);
            if (answer.Abandoned || _closing)
            {
                End(answer, answer.Abandoned ? new OperationCanceledException(answer.Cancellation) : Stopped());
            }
            else
            {
                answer.Begin(_cache.Take(answer.Prompt));
            }
        }

        return _running.Count > 0;
    }

    private void Step()
    {
        _batch.Clear();
        var writing = _running.Where(answer => answer.Unread == 0).ToList();
        foreach (var answer in writing)
        {
            answer.BatchIndex = _batch.Add(answer.Next, answer.Sequence!.Tokens.Count, answer.Sequence.Id, logits: true);
        }

        var read = Read(writing.Count == 0 ? PromptStep : PromptStepBeside);
        Compute();
        foreach (var answer in writing)
        {
            answer.Sequence!.Tokens.Add(answer.Next);
        }

        foreach (var (answer, tokens) in read)
        {
            answer.Sequence!.Tokens.AddRange(answer.Prompt.AsSpan(answer.Sequence.Tokens.Count, tokens));
        }

        foreach (var answer in _running.Where(answer => answer.Unread == 0).ToList())
        {
            Write(answer);
        }
    }

    // The oldest prompt is read first, and beside it the one with the least left: a short question does not wait for a long one, and none waits for ever.
    private List<(LocalAnswer Answer, int Tokens)> Read(int most)
    {
        var reading = _running.Where(answer => answer.Unread > 0).ToList();
        var read = new List<(LocalAnswer, int)>();
        if (reading.Count == 0)
        {
            return read;
        }

        var (oldest, shortest) = (reading[0], reading.MinBy(answer => answer.Unread)!);
        if (oldest != shortest)
        {
            most -= Add(shortest, most / 2);
        }

        Add(oldest, most);
        return read;

        int Add(LocalAnswer answer, int room)
        {
            var tokens = Math.Min(room, answer.Unread);
            var at = answer.Sequence!.Tokens.Count;
            answer.BatchIndex = _batch.AddRange(answer.Prompt.AsSpan(at, tokens), at, answer.Sequence.Id, logitsLast: tokens == answer.Unread);
            read.Add((answer, tokens));
            return tokens;
        }
    }

    private void Compute()
    {
        DecodeResult result;
        // What runs always fits; what is kept besides gives way.
        while ((result = _context.Decode(_batch)) == DecodeResult.NoKvSlot && _cache.Evict())
        {
        }

        if (result != DecodeResult.Ok)
        {
            throw new ChatUnavailableException($"The model could not go on computing ({result}).");
        }
    }

    private void Write(LocalAnswer answer)
    {
        try
        {
            if (!answer.Choose(_context.NativeHandle) || answer.Sequence!.Tokens.Count >= _contextTokens)
            {
                End(answer, null);
            }
        }
        catch (Exception fault)
        {
            End(answer, fault);
        }
    }

    // A computation failed: what it left in the context is not known.
    private void Fail(Exception fault)
    {
        foreach (var answer in _running.ToList())
        {
            End(answer, fault);
        }

        _cache.Reset();
    }

    private void End(LocalAnswer answer, Exception? fault)
    {
        _running.Remove(answer);
        try
        {
            if (answer.Sequence is { } sequence)
            {
                _cache.Return(sequence);
            }
        }
        finally
        {
            answer.End(fault);
        }
    }
}
