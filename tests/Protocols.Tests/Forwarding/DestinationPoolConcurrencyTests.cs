using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Many threads at one pool.</summary>
public sealed class DestinationPoolConcurrencyTests
{
    private const int Connections = 400;
    private const int Limit = 3;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly PoolHarness _pool = new(new ForwardPolicy { MaxPending = 100 }, [.. PoolHarness.Settings("abc").Select(settings => settings with { MaxConnections = Limit })]);
    private readonly Dictionary<string, int[]> _held = new() { ["a"] = [0], ["b"] = [0], ["c"] = [0] };

    [Fact]
    public async Task Limits_hold_and_all_that_wait_are_served_while_destinations_come_and_go()
    {
        using var served = new CancellationTokenSource();
        var disturbing = Task.Run(() => Disturb(served.Token));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(client => Task.Run(() => ServeAsync(client)))).WaitAsync(Bound);
        await served.CancelAsync();
        await disturbing.WaitAsync(Bound);

        var report = _pool.Pool.Report(_pool.Now);
        Assert.Equal(0, report.Waiting);
        Assert.All(report.Destinations, row => Assert.Equal(0, row.Active));
        Assert.Equal(16 * Connections, report.Destinations.Sum(row => row.Taken));
    }

    [Fact]
    public async Task No_count_is_lost_between_threads_that_never_pause()
    {
        const int times = 100_000;
        var pool = new PoolHarness(new ForwardPolicy(), PoolHarness.Settings("abc"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(TakeAndRelease))).WaitAsync(Bound);
        var report = pool.Pool.Report(pool.Now);
        Assert.All(report.Destinations, row => Assert.Equal(0, row.Active));
        Assert.Equal(4 * times, report.Destinations.Sum(row => row.Taken));

        void TakeAndRelease()
        {
            for (var i = 0; i < times; i++) pool.Pool.Released(pool.Pool.Take(new ForwardRequest(0), 0).Destination!, ReleaseKind.Orderly, heard: true, 0);
        }
    }

    private async Task ServeAsync(int client)
    {
        for (var i = 0; i < Connections; i++)
        {
            var taken = await TakeAsync();
            var held = _held[taken.Name];
            Assert.InRange(Interlocked.Increment(ref held[0]), 1, Limit);
            _pool.Pool.Connected(taken);
            if (i % 8 == 0) await Task.Yield();
            Interlocked.Decrement(ref held[0]);
            if ((client + i) % 5 == 0) _pool.Pool.ConnectFailed(taken, ConnectFailure.Other, _pool.Now);
            else _pool.Pool.Released(taken, ReleaseKind.Orderly, heard: true, _pool.Now);
        }
    }

    private async Task<Destination> TakeAsync()
    {
        TaskWaiter? waiter = null;
        while (true)
        {
            var result = _pool.Take(waiter);
            if (result.IsTaken) return result.Destination;
            waiter = new TaskWaiter();
            Assert.True(_pool.Pool.TryWait(waiter, result));
            await waiter.Called.WaitAsync(Bound);
        }
    }

    private void Disturb(CancellationToken served)
    {
        for (var i = 0; !served.IsCancellationRequested; i++)
        {
            _pool.Pool.Drain("a", i % 2 == 0, _pool.Now);
            _pool.Pool.Checked("b", i % 6 < 3, _pool.Now);
            _pool.Pool.Tick(_pool.Now);
            Thread.Yield();
        }
    }

    private sealed class TaskWaiter : IDestinationWaiter
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public void Ready() => _called.SetResult();
    }
}
