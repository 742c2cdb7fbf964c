using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>What a listener is told in states that do not expect it.</summary>
public sealed class ListenerStateSpecs : GatewaySpecs
{
    [Fact]
    public async Task A_client_that_was_accepted_before_a_suspension_is_served_although_the_port_cannot_be_opened_again()
    {
        if (!OperatingSystem.IsLinux()) return;
        var listener = Watch(CreateListener(new SocketKeeper()));
        var at = (await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience)).Local;
        await listener.Ask<ListenerProtocol.Suspended>(ListenerProtocol.Suspend.Instance, Patience);
        using var thief = Listen(at);
        await listener.Ask<ListenerProtocol.BindFailed>(ListenerProtocol.Resume.Instance, Patience);
        var late = CreateTestProbe();
        listener.Tell(new Tcp.Connected(new IPEndPoint(IPAddress.Loopback, 1625), at), late.Ref);
        await AwaitAssertAsync(() => Assert.Equal(1, Gateway.Load.Connections), Patience);
        await listener.Ask<ListenerProtocol.Suspended>(ListenerProtocol.Suspend.Instance, Patience);
    }

    [Fact]
    public async Task A_socket_that_is_lost_during_a_suspension_ends_it()
    {
        if (!OperatingSystem.IsLinux()) return;
        var keeper = new SocketKeeper();
        var listener = CreateListener(keeper);
        await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience);
        keeper.Socket!.Dispose();
        await listener.Ask<ListenerProtocol.Suspended>(ListenerProtocol.Suspend.Instance, Patience);
        await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience);
    }

    [Fact]
    public async Task A_port_that_is_suspended_while_it_waits_to_be_bound_again_stays_closed()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        Lose();
        await gateway.Ask<ListenerProtocol.Suspended>(new GatewayProtocol.SetListening("test", false), Patience);
        ExpectNoMsg(TimeSpan.FromSeconds(1.5));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(at));
    }

    [Fact]
    public async Task A_lost_port_that_cannot_be_bound_again_at_once_is_tried_until_it_can()
    {
        var (_, at) = await StartAsync(() => new TestSession());
        using (await StealAsync(at)) ExpectNoMsg(TimeSpan.FromSeconds(1.5));
        await AwaitAssertAsync(
            async () =>
            {
                using var client = await ConnectAsync(at);
                await SendAsync(client, "a\r\n");
                Assert.Equal("1 a\r\n", await ReadAsync(client, "\r\n"));
            },
            Patience,
            TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_connection_actor_that_fails_while_it_is_made_leaves_no_count_and_no_entry()
    {
        var listener = CreateListener(new SocketKeeper(), accepted => ActorProps.For(() => new Unborn(Gateway, accepted.Id)));
        var at = (await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience)).Local;
        var socket = CreateTestProbe();
        listener.Tell(new Tcp.Connected(new IPEndPoint(IPAddress.Loopback, 1625), at), socket.Ref);
        socket.ExpectMsg<Tcp.Abort>();
        await AwaitAssertAsync(() => Assert.Equal((0, 0), (Gateway.Load.Connections, Gateway.Directory.Count)), Patience);
    }

    [Fact]
    public async Task An_id_that_is_still_in_use_is_not_given_again()
    {
        var listener = CreateListener(new SocketKeeper());
        var at = (await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience)).Local;
        var (taken, free) = (new ConnectionId(Gateway.Ids.Next().Value + 1), new ConnectionId(Gateway.Ids.Next().Value + 1));
        Gateway.Directory.Add(free, TestActor);
        listener.Tell(new Tcp.Connected(new IPEndPoint(IPAddress.Loopback, 1625), at), CreateTestProbe().Ref);
        await AwaitAssertAsync(() => Assert.Equal(1, Gateway.Load.Connections), Patience);
        var child = Assert.Single(((ActorRefWithCell)listener).Children);
        Assert.NotEqual(free.ToString(), child.Path.Name);
        Assert.NotEqual(taken.ToString(), child.Path.Name);
    }

    private IActorRef CreateListener(SocketKeeper keeper, Func<AcceptedConnection, Props>? connections = null) =>
        Sys.ActorOf(ListenerActor.PropsFor(Gateway, Listener(), connections ?? (_ => Props.Create<Idle>()), keeper));

    /// <summary>When this returns the socket is closed.</summary>
    private void Lose()
    {
        var lost = Watch(((ActorRefWithCell)Sys.Tcp()).Children.Single());
        lost.Tell(Kill.Instance);
        ExpectTerminated(lost, Patience);
    }

    /// <summary>Takes the port that was lost. A second later it is bound again: who comes too late for that tries once more.</summary>
    private async Task<Socket> StealAsync(IPEndPoint at)
    {
        while (true)
        {
            Lose();
            try
            {
                return Listen(at);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                await AwaitAssertAsync(() => Assert.Single(((ActorRefWithCell)Sys.Tcp()).Children), Patience);
            }
        }
    }

    private static Socket Listen(IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(at);
        socket.Listen();
        return socket;
    }

    private sealed class Unborn(GatewayContext gateway, ConnectionId id) : UntypedActor
    {
        protected override void PreStart()
        {
            gateway.Directory.Add(id, Self);
            throw new InvalidOperationException("asked to");
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class SocketKeeper : Inet.SocketOption
    {
        public Socket? Socket { get; private set; }

        public override void BeforeServerSocketBind(Socket socket) => Socket = socket;
    }
}
