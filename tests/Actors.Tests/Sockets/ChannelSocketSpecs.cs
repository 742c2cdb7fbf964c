using System.Net;
using System.Net.Sockets;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>What the kernel takes at once and what must wait keep their order, whatever happens to the socket.</summary>
public sealed class ChannelSocketSpecs : GatewaySpecs
{
    private readonly TestProbe _owner;

    public ChannelSocketSpecs() => _owner = CreateTestProbe();

    [Fact]
    public async Task What_the_kernel_takes_needs_no_message()
    {
        var (socket, peer) = await PairAsync();
        using var closing = peer;
        var writer = new ChannelSocket(socket, _owner.Ref);

        Assert.Equal(5, writer.Write("hello"u8.ToArray(), TestActor));

        var received = new byte[16];
        Assert.Equal("hello"u8.ToArray(), received[..await peer.ReceiveAsync(received)]);
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_rest_waits_in_slices_and_all_behind_it_until_it_is_acknowledged()
    {
        var (socket, peer) = await PairAsync();
        using var closing = peer;
        var writer = new ChannelSocket(socket, _owner.Ref);
        var much = new byte[64 * 1024 * 1024];

        var taken = writer.Write(much, TestActor);
        Assert.InRange(taken, 1, much.Length - 1);
        Assert.Equal(64 * 1024, _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count);
        Assert.Equal(0, writer.Write("a"u8.ToArray(), TestActor));
        _owner.ExpectNoMsg(TimeSpan.Zero);

        // The kernel has no room: the next slice goes to the actor.
        Assert.Equal(64 * 1024, writer.Acknowledged(TestActor));
        Assert.Equal(64 * 1024, _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count);

        // It has room again: what it takes needs no message.
        await DrainAsync(peer, taken);
        Assert.True(socket.Poll(Patience, SelectMode.SelectWrite));
        Assert.InRange(writer.Acknowledged(TestActor), (64 * 1024) + 1, much.Length - taken - (64 * 1024) + 1);
    }

    [Fact]
    public void Small_writes_that_wait_are_one_and_nothing_is_lost_or_changes_its_place()
    {
        var writer = new ChannelSocket(null, _owner.Ref);
        var expected = new List<byte>();
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[i % 97 == 0 ? 3000 : 1 + (i % 5)];
            Array.Fill(bytes, (byte)i);
            expected.AddRange(bytes);
            Assert.Equal(0, writer.Write(bytes, TestActor));
        }

        var (written, writes) = (new List<byte>(), 0);
        while (written.Count < expected.Count)
        {
            var slice = _owner.ExpectMsg<Tcp.Write>(Patience).Data.ToArray();
            written.AddRange(slice);
            writes++;
            Assert.Equal(slice.Length, writer.Acknowledged(TestActor));
        }

        Assert.Equal(expected, written);
        Assert.InRange(writes, 1, 500);
        _owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_waits_goes_before_what_another_one_writes()
    {
        var writer = new ChannelSocket(null, _owner.Ref);
        writer.Write(new byte[100_000], TestActor);
        writer.Write(new byte[100_000], TestActor);
        writer.HandOver(TestActor);
        var handed = 0;
        while (handed < 200_000) handed += _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count;
        Assert.Equal(200_000, handed);
        Assert.Equal(200_000, writer.Acknowledged(TestActor));
        Assert.Equal(0, writer.Acknowledged(TestActor));
    }

    [Fact]
    public async Task A_reset_is_remembered_and_the_bytes_go_where_their_failure_is_told()
    {
        var (socket, peer) = await PairAsync();
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();
        var writer = new ChannelSocket(socket, _owner.Ref);
        await AwaitConditionAsync(() => Task.FromResult(writer.Write("x"u8.ToArray(), TestActor) == 0), Patience);

        Assert.True(writer.SawReset);
        _owner.ExpectMsg<Tcp.Write>(Patience);
    }

    [Fact]
    public async Task A_socket_that_is_gone_or_never_was_leaves_all_to_its_actor()
    {
        var (socket, peer) = await PairAsync();
        using var closing = peer;
        var late = new ChannelSocket(socket, _owner.Ref);
        socket.Dispose();

        Assert.Equal(0, late.Write("x"u8.ToArray(), TestActor));
        Assert.Equal(0, new ChannelSocket(socket, _owner.Ref).Write("y"u8.ToArray(), TestActor));
        Assert.Equal(0, new ChannelSocket(null, _owner.Ref).Write("z"u8.ToArray(), TestActor));
        for (var i = 0; i < 3; i++) _owner.ExpectMsg<Tcp.Write>(Patience);
    }

    private static async Task DrainAsync(Socket peer, int bytes)
    {
        var buffer = new byte[256 * 1024];
        while (bytes > 0) bytes -= await peer.ReceiveAsync(buffer);
    }

    private static async Task<(Socket Server, Socket Client)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (await listener.AcceptAsync(), client);
    }
}
