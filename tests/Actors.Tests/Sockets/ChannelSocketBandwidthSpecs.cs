using System.Diagnostics;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>A channel under a limit: in slices, in order, and never ahead of its time.</summary>
public sealed class ChannelSocketBandwidthSpecs : GatewaySpecs
{
    private const int Rate = 20_000, Slice = 2_000;

    private readonly TestProbe _owner;

    public ChannelSocketBandwidthSpecs() => _owner = CreateTestProbe();

    [Fact]
    public async Task What_may_not_be_written_yet_waits_and_all_behind_it()
    {
        var began = Stopwatch.GetTimestamp();
        var socket = Limited(new BandwidthLimits(0, Rate, 0, 0));
        var expected = new List<byte>();
        var written = new List<byte>();
        for (var i = 0; i < 50; i++)
        {
            // Some less than a slice, and some more.
            var bytes = new byte[i % 2 == 0 ? 100 : 1_500];
            Array.Fill(bytes, (byte)i);
            expected.AddRange(bytes);
            Assert.Equal(0, socket.Write(bytes, TestActor));
        }

        var held = false;
        await AwaitConditionAsync(
            () =>
            {
                held |= socket.HoldsWrite;
                if (_owner.HasMessages)
                {
                    written.AddRange(_owner.ExpectMsg<Tcp.Write>(Patience).Data.ToArray());
                    Assert.InRange(written.Count, 1, (Rate * (Stopwatch.GetElapsedTime(began).TotalSeconds + 1)) + Slice);
                    socket.Acknowledged(TestActor);
                }
                else
                {
                    socket.WriteOn(TestActor);
                }

                return Task.FromResult(written.Count == expected.Count);
            },
            Patience,
            TimeSpan.FromMilliseconds(10));
        Assert.Equal(expected, written);
        Assert.True(held);
        Assert.False(socket.HoldsWrite);
        Assert.Equal(long.MaxValue, socket.HeldUntil);
    }

    [Fact]
    public void One_slice_at_a_time_is_with_the_actor()
    {
        var socket = Limited(new BandwidthLimits(0, Rate, 0, 0));
        Assert.Equal(0, socket.Write(new byte[10_000], TestActor));
        Assert.Equal(Slice, _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count);
        Assert.False(socket.HoldsWrite);
        Assert.Equal(0, socket.WriteOn(TestActor));
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Whoever_takes_over_gets_what_waits_at_once()
    {
        var socket = Limited(new BandwidthLimits(0, Rate, 0, 0));
        socket.Write(new byte[100_000], TestActor);
        socket.HandOver(TestActor);
        var handed = 0;
        while (handed < 100_000) handed += _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count;
        Assert.Equal(100_000, handed);
        Assert.False(socket.HoldsWrite);
    }

    [Fact]
    public void A_read_is_held_while_there_is_a_debt_and_not_when_its_bytes_are_only_dropped()
    {
        var socket = Limited(new BandwidthLimits(Rate, 0, 0, 0));
        Assert.False(socket.TryHoldRead(discards: false));
        socket.Received(1_000_000);
        Assert.True(socket.TryHoldRead(discards: false));
        Assert.True(socket.HoldsRead);
        Assert.InRange(socket.HeldUntil, MonotonicClock.Now + 1, MonotonicClock.Now + 49_000);
        Assert.False(socket.TryHoldRead(discards: true));
        Assert.False(socket.HoldsRead);
        socket.Received(1_000_000);
        Assert.False(socket.TryHoldRead(discards: true));
    }

    [Fact]
    public void Without_a_limit_nothing_is_ever_held()
    {
        var socket = new ChannelSocket(null, _owner.Ref);
        socket.Received(int.MaxValue);
        Assert.False(socket.TryHoldRead(discards: false));
        socket.Write(new byte[1_000_000], TestActor);
        Assert.False(socket.HoldsWrite);
        Assert.Equal(long.MaxValue, socket.HeldUntil);
    }

    private ChannelSocket Limited(BandwidthLimits limits)
    {
        var socket = new ChannelSocket(null, _owner.Ref);
        socket.Limit(new ListenerBandwidth(limits, MonotonicClock.Now).Begin(MonotonicClock.Now));
        return socket;
    }
}
