using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Connections;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Further channels: the port that waits is for one connection of the client's address only (RFC 2577 section 8).</summary>
public sealed class ChannelActorSpecs : GatewaySpecs
{
    [Fact]
    public async Task The_first_caller_of_the_clients_address_is_taken_and_the_second_is_refused()
    {
        var (parent, port) = Listen(IPAddress.Loopback);
        using var first = await ConnectAsync(port);
        var connected = parent.ExpectMsg<ConnectionChannels.Connected>();
        Assert.Equal(first.LocalEndPoint, connected.Peer);
        connected.Socket.Owner.Tell(new Tcp.Register(parent.Ref));
        await AssertTurnedAwayAsync(() => ConnectAsync(port));
    }

    [Fact]
    public async Task Another_address_is_refused_and_the_port_goes_on_waiting()
    {
        var (parent, port) = Listen(IPAddress.Parse("127.0.0.2"));
        await AssertTurnedAwayAsync(() => ConnectAsync(port));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await client.ConnectAsync(port);
        Assert.Equal(client.LocalEndPoint, parent.ExpectMsg<ConnectionChannels.Connected>().Peer);
    }

    [Fact]
    public async Task A_port_that_nobody_came_to_is_closed_with_its_channel()
    {
        var (parent, port) = Listen(IPAddress.Loopback);
        Sys.Stop(parent.LastSender);
        await AwaitAssertAsync(() => Assert.Equal(0, CountDescendants(Sys.Tcp())), Patience);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(port));
    }

    [Fact]
    public void A_range_without_a_free_port_is_reported()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var parent = CreateTestProbe();
        parent.ChildActorOf(ChannelActor.PropsForListening(1, Sockets(IPAddress.Loopback), port, port, Listener()));
        var answer = parent.ExpectMsg<ConnectionChannels.Listening>();
        Assert.Null(answer.Local);
        Assert.Equal("address_in_use", answer.Error);
    }

    [Fact]
    public void A_connection_that_is_refused_is_reported()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var parent = CreateTestProbe();
        parent.ChildActorOf(ChannelActor.PropsForConnecting(1, IPAddress.Loopback, (IPEndPoint)closed.LocalEndPoint!, Listener()));
        Assert.Equal("connect_failed", parent.ExpectMsg<ConnectionChannels.ConnectFailed>(Patience).Reason);
    }

    /// <summary>The reset may come while the caller still connects.</summary>
    private static async Task AssertTurnedAwayAsync(Func<Task<Socket>> call)
    {
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var caller = await call();
            await ReadAsync(caller, null);
        });
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    private (TestProbe Parent, IPEndPoint Port) Listen(IPAddress client)
    {
        var parent = CreateTestProbe();
        parent.ChildActorOf(ChannelActor.PropsForListening(1, Sockets(client), 0, 0, Listener()));
        return (parent, parent.ExpectMsg<ConnectionChannels.Listening>().Local!);
    }

    private static SocketPair Sockets(IPAddress client) => new(new IPEndPoint(client, 1625), new IPEndPoint(IPAddress.Loopback, 21));
}
