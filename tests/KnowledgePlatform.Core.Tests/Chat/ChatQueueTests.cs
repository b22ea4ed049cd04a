using CsCheck;
using KnowledgePlatform.Core.Chat;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

public sealed class ChatQueueTests
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_when_nobody_is_there_ends_at_once()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 4);
        using var ticket = queue.Enter("ann");
        Assert.Empty(await PlacesAsync(ticket));
        Assert.Equal(1, queue.Running);
    }

    [Fact]
    public async Task Wait_behind_two_tells_two_then_one_and_ends()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 4);
        var first = queue.Enter("ann");
        var second = queue.Enter("ben");
        using var third = queue.Enter("cid");
        await using var places = third.WaitAsync(_cancel).GetAsyncEnumerator(_cancel);

        Assert.True(await places.MoveNextAsync());
        Assert.Equal(2, places.Current);
        first.Dispose();
        Assert.True(await places.MoveNextAsync());
        Assert.Equal(1, places.Current);
        second.Dispose();
        Assert.False(await places.MoveNextAsync());
    }

    [Fact]
    public void Enter_many_by_one_person_does_not_hold_up_another()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 10);
        var running = queue.Enter("ann");
        var annAgain = queue.Enter("ann");
        var annThird = queue.Enter("ann");
        var ben = queue.Enter("ben");
        Assert.True(ben.Place < annThird.Place);

        running.Dispose();
        annAgain.Dispose();
        Assert.Equal(0, ben.Place);
    }

    [Fact]
    public void Enter_beyond_the_limit_is_refused_with_the_number_waiting()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 1);
        using var first = queue.Enter("ann");
        using var second = queue.Enter("ben");
        Assert.Equal(1, Assert.Throws<ChatQueueFullException>(() => queue.Enter("cid")).Waiting);
    }

    [Fact]
    public void Enter_of_one_person_beyond_their_own_limit_is_refused_while_others_still_find_a_place()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 10, maxWaitingEach: 2);
        using var first = queue.Enter("ann");
        using var second = queue.Enter("ann");
        using var third = queue.Enter("ann");
        Assert.Contains("of your questions", Assert.Throws<ChatQueueFullException>(() => queue.Enter("ann")).Message, StringComparison.Ordinal);
        using var ben = queue.Enter("ben");
        Assert.Equal(3, queue.Waiting);
    }

    [Fact]
    public async Task Wait_that_is_cancelled_leaves_the_place_to_the_next()
    {
        var queue = new ChatQueue(parallel: 1, maxWaiting: 4);
        using var first = queue.Enter("ann");
        var second = queue.Enter("ben");
        using var third = queue.Enter("cid");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        await using var places = second.WaitAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await places.MoveNextAsync();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await places.MoveNextAsync());
        second.Dispose();
        Assert.Equal(1, third.Place);
    }

    [Fact]
    public void Any_sequence_of_entering_and_leaving_serves_everyone_and_never_too_many()
    {
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 4].Array[0, 60]).Sample((parallel, steps) =>
        {
            var queue = new ChatQueue(parallel, maxWaiting: 100);
            var tickets = new List<ChatTicket>();
            foreach (var step in steps)
            {
                if (step == 0 && tickets.Count > 0)
                {
                    tickets[0].Dispose();
                    tickets.RemoveAt(0);
                }
                else
                {
                    tickets.Add(queue.Enter($"asker {step}"));
                }

                Assert.Equal(Math.Min(parallel, tickets.Count), queue.Running);
                Assert.Equal(tickets.Count, queue.Running + queue.Waiting);
                var waiting = tickets.Select(t => t.Place).Where(p => p > 0).Order().ToArray();
                Assert.Equal(Enumerable.Range(1, waiting.Length), waiting);
            }
        });
    }

    private async Task<List<int>> PlacesAsync(ChatTicket ticket)
    {
        var places = new List<int>();
        await foreach (var place in ticket.WaitAsync(_cancel))
        {
            places.Add(place);
        }

        return places;
    }
}
