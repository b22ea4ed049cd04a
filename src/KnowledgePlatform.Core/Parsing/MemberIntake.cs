using System.IO.Pipelines;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>Takes the members that the child hands out, one after the other, and holds them against the limits that the child was given.</summary>
internal sealed class MemberIntake(ParseLimits limits, Func<string, Stream, CancellationToken, Task> onMember) : IAsyncDisposable
{
    private const int LongestPath = 1_000;

    private Pipe? _pipe;
    private Task? _taking;
    private int _count;
    private long _bytes;
    private long _all;

    /// <summary>True between the beginning and the end of a member.</summary>
    public bool IsOpen => _pipe is not null;

    /// <summary>Begins a member; false when the child must not.</summary>
    public bool Begin(string? path, CancellationToken cancellationToken)
    {
        if (IsOpen || path is not { Length: > 0 and <= LongestPath } || !PageCheck.IsStorable(path) || _count++ >= limits.MaxMembers)
        {
            return false;
        }

        (_pipe, _bytes) = (new Pipe(), 0);
        _taking = TakeAsync(path, _pipe.Reader, cancellationToken);
        return true;
    }

    /// <summary>Takes a piece; false when the child must not send it. A fault of the taker comes out of it.</summary>
    public async ValueTask<bool> AddAsync(byte[]? piece, CancellationToken cancellationToken)
    {
        if (_pipe is null || piece is not { Length: > 0 } || (_bytes += piece.Length) > limits.MaxMemberBytes || (_all += piece.Length) > limits.MaxMembersBytes)
        {
            return false;
        }

        if ((await _pipe.Writer.WriteAsync(piece, cancellationToken).ConfigureAwait(false)).IsCompleted)
        {
            // The taker ended before the member did.
            await _taking!.ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Ends a member; false when there is none. Returns when it is taken.</summary>
    public async ValueTask<bool> EndAsync(bool isWhole)
    {
        if (_pipe is null)
        {
            return false;
        }

        await CloseAsync(isWhole ? null : new MemberCutOffException()).ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives up a member whose end did not come.</summary>
    public async ValueTask DisposeAsync()
    {
        // What ended the reading says why; a fault of the taker came out before, or does not matter any more.
        await CloseAsync(new MemberCutOffException()).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask CloseAsync(MemberCutOffException? cutOff)
    {
        if (_pipe is not { } pipe)
        {
            return;
        }

        _pipe = null;
        await pipe.Writer.CompleteAsync(cutOff).ConfigureAwait(false);
        try
        {
            await _taking!.ConfigureAwait(false);
        }
        catch (MemberCutOffException) when (cutOff is not null)
        {
            // As it should.
        }
    }

    private async Task TakeAsync(string path, PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await onMember(path, reader.AsStream(leaveOpen: true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }
}
