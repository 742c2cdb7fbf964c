using System.Diagnostics;
using System.Net.Sockets;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>A pair behind a listener that limits its bandwidth: bounds from above only, which no slow machine breaks.</summary>
public sealed class RelayPairBandwidthTests : IDisposable
{
    private const int Rate = 200_000;

    private readonly RelayLoop _loop = new("test");
    private readonly long _began = Stopwatch.GetTimestamp();

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(Rate, 0, 0, 0)]
    [InlineData(0, 0, Rate, 0)]
    public async Task What_a_client_says_is_passed_on_no_faster_than_allowed_and_all_of_it(long receive, long send, long receiveEach, long sendEach)
    {
        await using var pair = await LimitedAsync(Bandwidth(receive, send, receiveEach, sendEach));
        await AssertPacedAsync(pair, pair.Client, pair.Destination);
    }

    [Theory]
    [InlineData(0, Rate, 0, 0)]
    [InlineData(0, 0, 0, Rate)]
    public async Task What_a_destination_says_is_passed_on_no_faster_than_allowed_and_all_of_it(long receive, long send, long receiveEach, long sendEach)
    {
        await using var pair = await LimitedAsync(Bandwidth(receive, send, receiveEach, sendEach));
        await AssertPacedAsync(pair, pair.Destination, pair.Client);
    }

    [Fact]
    public async Task The_other_direction_has_no_limit_because_of_it()
    {
        // At 1024 bytes a second it would take a quarter of an hour.
        var much = Bytes(1_000_000);
        await using var pair = await LimitedAsync(Bandwidth(receive: 1_024));
        await pair.Client.SendAsync(Bytes(5_000));
        var sending = pair.Destination.SendAsync(much);
        Assert.Equal(much, await RelayedPair.ReadAsync(pair.Client, much.Length));
        Assert.Equal(much.Length, await sending);
    }

    [Fact]
    public async Task Two_connections_of_a_listener_share_its_rate_and_none_starves()
    {
        var bandwidth = Bandwidth(send: Rate);
        await using var one = await LimitedAsync(bandwidth);
        await using var other = await LimitedAsync(bandwidth);
        var bytes = Bytes(250_000);
        var sending = Task.WhenAll(one.Destination.SendAsync(bytes), other.Destination.SendAsync(bytes));
        var total = 0L;
        void Check(int count) => AssertAllowed(Interlocked.Add(ref total, count), connections: 2);
        var received = await Task.WhenAll(ReceiveAsync(one.Client, bytes.Length, Check), ReceiveAsync(other.Client, bytes.Length, Check));
        Assert.Equal(bytes, received[0]);
        Assert.Equal(bytes, received[1]);
        await sending;
    }

    [Fact]
    public async Task What_was_said_before_a_reset_comes_through_at_its_pace_though_that_takes_longer_than_a_close_may()
    {
        await using var pair = await LimitedAsync(Bandwidth(receive: 10_000), new RelayLimits(5_000, CloseTimeout: 100, 5_000));
        var bytes = Bytes(25_000);
        await pair.Client.SendAsync(bytes);
        await RelayedPair.UntilAsync(() => pair.Pair.HeldUpBy == HeldUpBy.Limit, "the limit holds");
        RelayedPair.Reset(pair.Client);
        Assert.Equal(bytes, await RelayedPair.ReadAsync(pair.Destination, bytes.Length));
        Assert.Equal((RelayEnd.Client, CloseReasons.ConnectionReset), await pair.EndAsync());
    }

    [Fact]
    public async Task A_side_that_waits_for_the_limit_is_not_silent_after_the_other_has_ended()
    {
        await using var pair = await LimitedAsync(Bandwidth(receive: 1_024), new RelayLimits(5_000, 5_000, HalfCloseTimeout: 200));
        var bytes = Bytes(3_000);
        await pair.Client.SendAsync(bytes);
        await RelayedPair.UntilAsync(() => pair.Pair.HeldUpBy == HeldUpBy.Limit, "the limit holds");
        pair.Destination.Shutdown(SocketShutdown.Send);
        Assert.Equal(bytes, await RelayedPair.ReadAsync(pair.Destination, bytes.Length));
    }

    [Fact]
    public async Task One_that_is_to_finish_does_not_wait_for_the_limit()
    {
        // What the client still says is dropped: 5 MB at 1024 bytes a second would be more than an hour.
        await using var pair = await LimitedAsync(Bandwidth(receive: 1_024), new RelayLimits(5_000, CloseTimeout: 20_000, 5_000));
        var sending = pair.Client.SendAsync(Bytes(5_000_000));
        await RelayedPair.UntilAsync(() => pair.Pair.HeldUpBy == HeldUpBy.Limit, "the limit holds");
        Assert.False(pair.Pair.IsIdle);
        pair.Do(p => p.Finish("test_finish"));
        Assert.Equal(5_000_000, await sending);
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal((RelayEnd.Orderly, "test_finish"), await pair.EndAsync());
    }

    private static ListenerBandwidth Bandwidth(long receive = 0, long send = 0, long receiveEach = 0, long sendEach = 0) =>
        new(new BandwidthLimits(receive, send, receiveEach, sendEach), MonotonicClock.Now);

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private Task<RelayedPair> LimitedAsync(ListenerBandwidth bandwidth, RelayLimits? limits = null) => RelayedPair.RelayingAsync(_loop, limits, bandwidth.Begin(MonotonicClock.Now));

    private async Task AssertPacedAsync(RelayedPair pair, Socket from, Socket to)
    {
        var bytes = Bytes(500_000);
        var sending = from.SendAsync(bytes);
        var seen = RelayedPair.UntilAsync(() => pair.Pair.HeldUpBy == HeldUpBy.Limit && !pair.Pair.IsIdle, "the limit holds");
        var total = 0L;
        Assert.Equal(bytes, await ReceiveAsync(to, bytes.Length, count => AssertAllowed(total += count, connections: 1)));
        Assert.Equal(bytes.Length, await sending);
        await seen;
        from.Shutdown(SocketShutdown.Send);
        Assert.Null(await RelayedPair.ReadEndAsync(to));
    }

    private void AssertAllowed(long bytes, int connections) =>
        Assert.InRange(bytes, 0, (Rate * (Stopwatch.GetElapsedTime(_began).TotalSeconds + 1)) + (connections * ByteBucket.MostAtOnce));

    private static async Task<byte[]> ReceiveAsync(Socket socket, int count, Action<int> check)
    {
        using var limit = new CancellationTokenSource(RelayedPair.Patience);
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(have), limit.Token);
            Assert.NotEqual(0, read);
            have += read;
            check(read);
        }

        return bytes;
    }
}
