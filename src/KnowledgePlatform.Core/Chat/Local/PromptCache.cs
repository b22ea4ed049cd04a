using LLama.Native;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>A sequence of llama.cpp: what of one conversation is computed.</summary>
internal sealed class CachedSequence(int id)
{
    public LLamaSeqId Id { get; } = (LLamaSeqId)id;

    /// <summary>The tokens that are computed, from the first one on.</summary>
    public List<LLamaToken> Tokens { get; } = [];

    /// <summary>An answer is being written in it.</summary>
    public bool Busy { get; set; }

    /// <summary>When it was used last; 0 for never.</summary>
    public long Used { get; set; }
}

/// <summary>
/// What was computed for former requests, for those that begin alike: the prompt's fixed beginning, and the passages where a question has the same ones. Sequences share
/// what they have in common (llama.cpp's unified cache): it takes its memory once. For the thread of <see cref="InferenceLoop"/> only.
/// </summary>
internal sealed class PromptCache
{
    private readonly SafeLLamaContextHandle _context;
    private readonly CachedSequence[] _sequences;
    private readonly int _kept;
    private long _clock;

    /// <param name="context">With as many sequences.</param>
    /// <param name="running">Answers that are written at once.</param>
    /// <param name="kept">Sequences besides, for what is over; 0 keeps nothing.</param>
    public PromptCache(SafeLLamaContextHandle context, int running, int kept)
    {
        (_context, _kept) = (context, kept);
        _sequences = [.. Enumerable.Range(0, running + kept).Select(id => new CachedSequence(id))];
    }

    /// <summary>A sequence for a prompt, with as much of its beginning as is there; never all of it, since its last token has to be computed for the first one of the answer.</summary>
    public CachedSequence Take(ReadOnlySpan<LLamaToken> prompt)
    {
        var (best, shared) = (_sequences[0], 0);
        foreach (var sequence in _sequences)
        {
            var common = Common(sequence, prompt[..^1]);
            if (common > shared)
            {
                (best, shared) = (sequence, common);
            }
        }

        var oldest = _sequences.Where(sequence => !sequence.Busy).MinBy(sequence => sequence.Used)!;
        // What another question may go on from stays, where there is room: the beginning is copied. What is used up is gone on with.
        var taken = !best.Busy && shared * 2 > best.Tokens.Count ? best : oldest;
        if (taken != best)
        {
            Clear(taken);
            if (shared > 0)
            {
                _context.MemorySequenceCopy(best.Id, taken.Id, 0, shared);
                taken.Tokens.AddRange(best.Tokens.Take(shared));
            }
        }

        if (taken.Tokens.Count > shared)
        {
            _context.MemorySequenceRemove(taken.Id, shared, -1);
            taken.Tokens.RemoveRange(shared, taken.Tokens.Count - shared);
        }

        // Models with a state in place of a cache cannot go back to an earlier token: llama.cpp says so by leaving it as it was.
        if (shared > 0 && ((int)_context.MemorySequenceMaxPosition(taken.Id) != shared - 1 || (int)_context.MemorySequenceMinPosition(taken.Id) != 0))
        {
            Clear(taken);
        }

        taken.Busy = true;
        return taken;
    }

    /// <summary>An answer has ended.</summary>
    public void Return(CachedSequence sequence)
    {
        (sequence.Busy, sequence.Used) = (false, ++_clock);
        // Each step looks at all that is kept, if only to pass over it: some 0.3 ms a thousand tokens with a small model (docs/decisions/0028).
        while (_sequences.Count(IsKept) > _kept)
        {
            Evict();
        }
    }

    /// <summary>Frees what was not used for the longest time; false when nothing is kept.</summary>
    public bool Evict()
    {
        var oldest = _sequences.Where(IsKept).MinBy(sequence => sequence.Used);
        if (oldest is not null)
        {
            Clear(oldest);
        }

        return oldest is not null;
    }

    /// <summary>Forgets all, after a computation that failed in the middle.</summary>
    public void Reset()
    {
        _context.MemoryClear(data: false);
        Array.ForEach(_sequences, sequence => sequence.Tokens.Clear());
    }

    private static bool IsKept(CachedSequence sequence) => !sequence.Busy && sequence.Tokens.Count > 0;

    private void Clear(CachedSequence sequence)
    {
        _context.MemorySequenceRemove(sequence.Id, -1, -1);
        sequence.Tokens.Clear();
        sequence.Used = 0;
    }

    private static int Common(CachedSequence sequence, ReadOnlySpan<LLamaToken> prompt) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequence.Tokens).CommonPrefixLength(prompt);
}
