using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Who waits is called in turn, never for nothing and never forgotten.</summary>
public sealed class DestinationPoolWaitingTests
{
    private readonly PoolHarness _pool = new(new ForwardPolicy { MaxPending = 10 }, new DestinationSettings("a") { MaxConnections = 1 }, new DestinationSettings("b") { MaxConnections = 1 });

    [Fact]
    public void A_slot_calls_the_first_that_waits_and_is_kept_for_it()
    {
        var (a, _) = (_pool.TakenOf("a"), _pool.TakenOf("b"));
        Waiter[] waiters = [_pool.Wait(), _pool.Wait()];
        Assert.Equal(2, _pool.Pool.Report(0).Waiting);
        _pool.Release(a);
        Assert.Equal([1, 0], Calls(waiters));
        Assert.Equal(TakeStatus.Full, _pool.Take().Status);
        Assert.Equal("a", _pool.Take(waiters[0]).Destination!.Name);
        Assert.Equal([1, 0], Calls(waiters));
        Assert.Equal(1, _pool.Pool.Report(0).Waiting);
    }

    [Fact]
    public void Each_of_several_slots_calls_one_in_turn()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        Waiter[] waiters = [_pool.Wait(), _pool.Wait(), _pool.Wait()];
        foreach (var one in taken) _pool.Release(one);
        Assert.Equal([1, 1, 0], Calls(waiters));
        Assert.All(waiters[..2], waiter => Assert.True(_pool.Take(waiter).IsTaken));
    }

    [Fact]
    public void A_failed_connect_frees_a_slot_as_well()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        var waiter = _pool.Wait();
        _pool.Pool.ConnectFailed(taken[0], ConnectFailure.Refused, _pool.Now);
        Assert.Equal(1, waiter.Calls);
    }

    [Fact]
    public void A_slot_that_became_free_before_waiting_began_is_noticed()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        var waiter = new Waiter();
        var seen = _pool.Take();
        _pool.Release(taken[0]);
        Assert.True(_pool.Pool.TryWait(waiter, seen));
        Assert.Equal(1, waiter.Calls);
    }

    [Fact]
    public void A_destination_that_came_up_before_waiting_began_is_noticed()
    {
        _pool.Pool.Update([], 0);
        var waiter = new Waiter();
        var seen = _pool.Take();
        _pool.Pool.Update(PoolHarness.Settings("c"), 0);
        _pool.Pool.SetAddresses("c", [PoolHarness.AddressOf("c")], 0);
        Assert.True(_pool.Pool.TryWait(waiter, seen));
        Assert.Equal(1, waiter.Calls);
    }

    [Fact]
    public void Who_was_called_and_gives_up_passes_the_call_on()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        Waiter[] waiters = [_pool.Wait(), _pool.Wait()];
        _pool.Release(taken[0]);
        _pool.Pool.StopWaiting(waiters[0]);
        Assert.Equal([1, 1], Calls(waiters));
    }

    [Fact]
    public void A_newcomer_that_found_the_slot_kept_for_another_gets_it_when_that_one_gives_up()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        var first = _pool.Wait();
        _pool.Release(taken[0]);
        var newcomer = _pool.Wait();
        Assert.Equal(0, newcomer.Calls);
        _pool.Pool.StopWaiting(first);
        Assert.Equal(1, newcomer.Calls);
        Assert.True(_pool.Take(newcomer).IsTaken);
    }

    [Fact]
    public void Who_cannot_use_the_slot_passes_the_call_on_and_is_not_called_for_it_again()
    {
        var (a, _) = (_pool.TakenOf("a"), _pool.TakenOf("b"));
        var (picky, other) = (_pool.Wait(), _pool.Wait());
        _pool.Release(a);
        var again = _pool.Take(picky, a);
        Assert.Equal((TakeStatus.Full, 1), (again.Status, other.Calls));
        _pool.Pool.StopWaiting(other);
        Assert.True(_pool.Pool.TryWait(picky, again));
        Assert.Equal(1, picky.Calls);
    }

    [Fact]
    public void Several_that_cannot_use_the_slot_are_called_once_each()
    {
        var (a, _) = (_pool.TakenOf("a"), _pool.TakenOf("b"));
        Waiter[] waiters = [_pool.Wait(), _pool.Wait(), _pool.Wait()];
        _pool.Release(a);
        for (var turn = 0; turn < 10; turn++)
        {
            foreach (var waiter in waiters)
            {
                if (!waiter.TryAnswer()) continue;
                Assert.True(_pool.Pool.TryWait(waiter, _pool.Take(waiter, a)));
            }
        }

        Assert.Equal([1, 1, 1], Calls(waiters));
        Assert.Equal(3, _pool.Pool.Report(0).Waiting);
    }

    [Fact]
    public void Who_has_tried_a_destination_is_called_when_another_has_a_slot()
    {
        var (a, b) = (_pool.TakenOf("a"), _pool.TakenOf("b"));
        _pool.Release(a);
        var waiter = _pool.Wait(a);
        Assert.Equal(0, waiter.Calls);
        _pool.Release(b);
        Assert.Equal((1, "b"), (waiter.Calls, _pool.Take(waiter, a).Destination?.Name));
    }

    [Fact]
    public void Who_stops_waiting_is_not_called()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        Waiter[] waiters = [_pool.Wait(), _pool.Wait()];
        _pool.Pool.StopWaiting(waiters[0]);
        _pool.Pool.StopWaiting(waiters[0]);
        _pool.Release(taken[0]);
        Assert.Equal([0, 1], Calls(waiters));
    }

    [Fact]
    public void No_more_wait_than_may()
    {
        _pool.Taken();
        _pool.Taken();
        for (var i = 0; i < 10; i++) _pool.Wait();
        Assert.False(_pool.Pool.TryWait(new Waiter(), _pool.Take()));
        Assert.Equal(10, _pool.Pool.Report(0).Waiting);
    }

    [Fact]
    public void Nobody_waits_without_a_queue()
    {
        var pool = new PoolHarness(new ForwardPolicy(), []);
        Assert.False(pool.Pool.TryWait(new Waiter(), pool.Take()));
    }

    [Fact]
    public void Whoever_waits_twice_has_one_place()
    {
        Destination[] taken = [_pool.Taken(), _pool.Taken()];
        var waiter = _pool.Wait();
        Assert.True(_pool.Pool.TryWait(waiter, default));
        Assert.Equal(1, _pool.Pool.Report(0).Waiting);
        _pool.Release(taken[0]);
        Assert.Equal(1, waiter.Calls);
    }

    [Fact]
    public void All_are_called_when_a_destination_without_a_limit_comes_up()
    {
        var pool = new PoolHarness(new ForwardPolicy { MaxPending = 10 }, PoolHarness.Settings("a"));
        pool.Pool.Drain("a", true, 0);
        Waiter[] waiters = [pool.Wait(), pool.Wait(), pool.Wait()];
        Assert.Equal([0, 0, 0], Calls(waiters));
        pool.Pool.Drain("a", false, 0);
        Assert.Equal([1, 1, 1], Calls(waiters));
        pool.Taken();
    }

    [Fact]
    public void A_tick_calls_when_an_ejection_is_over()
    {
        _pool.Fail("a");
        _pool.Taken();
        var waiter = _pool.Wait();
        _pool.Pool.Tick(_pool.Now + 9_999);
        Assert.Equal(0, waiter.Calls);
        _pool.Pool.Tick(_pool.Now + 10_000);
        Assert.Equal(1, waiter.Calls);
    }

    [Fact]
    public void A_higher_limit_calls()
    {
        _pool.Taken();
        _pool.Taken();
        Waiter[] waiters = [_pool.Wait(), _pool.Wait(), _pool.Wait()];
        _pool.Pool.Update([new("a") { MaxConnections = 3 }, new("b") { MaxConnections = 1 }], 0);
        Assert.Equal([1, 1, 0], Calls(waiters));
    }

    private static IEnumerable<int> Calls(params Waiter[] waiters) => waiters.Select(waiter => waiter.Calls);
}
