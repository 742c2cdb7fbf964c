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
    public async Task The_rest_and_all_behind_it_wait_with_the_sockets_actor_until_it_is_acknowledged()
    {
        var (socket, peer) = await PairAsync();
        using var closing = peer;
        var writer = new ChannelSocket(socket, _owner.Ref);
        var much = new byte[64 * 1024 * 1024];

        var taken = writer.Write(much, TestActor);
        Assert.InRange(taken, 1, much.Length - 1);
        Assert.Equal(much.Length - taken, _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count);

        await DrainAsync(peer, taken);
        Assert.Equal(0, writer.Write("a"u8.ToArray(), TestActor));
        Assert.Equal(1, _owner.ExpectMsg<Tcp.Write>(Patience).Data.Count);

        writer.Acknowledged();
        Assert.Equal(0, writer.Write("b"u8.ToArray(), TestActor));
        _owner.ExpectMsg<Tcp.Write>(Patience);
        writer.Acknowledged();
        writer.Acknowledged();
        Assert.Equal(1, writer.Write("c"u8.ToArray(), TestActor));
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
