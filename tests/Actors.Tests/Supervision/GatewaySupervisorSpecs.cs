using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Supervision;

public sealed class GatewaySupervisorSpecs : GatewaySpecs
{
    [Fact]
    public async Task Services_and_router_are_there_before_the_first_listener()
    {
        var supervisor = CreateSupervisor(() => new TestSession(), Listener());
        await supervisor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, Patience);
        var children = ((ActorRefWithCell)supervisor).Children.Select(child => child.Path.Name).ToHashSet();
        Assert.Equal(["listeners", "router", "services"], children.Order());
    }

    [Fact]
    public async Task All_ports_are_bound_or_none_and_every_fault_is_named()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var free = FreePorts.One();
        var supervisor = CreateSupervisor(() => new TestSession(), Listener("good", free), Listener("bad", port), Listener("worse", port));
        var started = await supervisor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, Patience);
        Assert.Empty(started.Bound);
        Assert.Equal(["bad", "worse"], started.Faults.Select(f => f.Listener).Order());
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(new IPEndPoint(IPAddress.Loopback, free)));
    }

    [Fact]
    public async Task A_failed_start_can_be_tried_again()
    {
        var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var supervisor = CreateSupervisor(() => new TestSession(), Listener("a"), Listener("b", port));
        Assert.Single((await supervisor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, Patience)).Faults);
        taken.Dispose();
        var started = await supervisor.Ask<GatewayProtocol.Started>(GatewayProtocol.Start.Instance, Patience);
        Assert.Empty(started.Faults);
        Assert.Equal(2, started.Bound.Count);
    }

    [Fact]
    public async Task Draining_closes_the_port_and_idle_clients_and_resets_the_rest_at_the_deadline()
    {
        var (gateway, at) = await StartAsync(() => new TestSession());
        using var idle = await ConnectAsync(at);
        await SendAsync(idle, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(idle, "\r\n"));
        using var busy = await ConnectAsync(at);
        await SendAsync(busy, "unfinished");
        await AwaitAssertAsync(async () => Assert.Contains(await SnapshotsAsync(), snapshot => snapshot.BytesIn == "unfinished".Length), Patience);
        var drain = gateway.Ask<GatewayProtocol.Drained>(new GatewayProtocol.Drain(TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(100)), Patience);
        Assert.Equal("", await ReadAsync(idle, null));
        idle.Dispose();
        await AssertResetAsync(busy);
        Assert.Equal(1, (await drain).Reset);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(at));
    }

    [Fact]
    public async Task A_listener_that_nobody_configured_is_named()
    {
        var (gateway, _) = await StartAsync(() => new TestSession());
        var answer = await gateway.Ask<GatewayProtocol.UnknownListener>(new GatewayProtocol.SetListening("nosuch", false), Patience);
        Assert.Equal("nosuch", answer.Listener);
    }

    [Fact]
    public async Task Busy_connections_do_not_keep_the_idle_ones_from_being_closed_one_by_one()
    {
        var (gateway, _) = await StartAsync(() => new TestSession());
        var told = new HashSet<IActorRef>();
        const int Connections = 100;
        for (uint i = 1; i <= Connections; i++)
        {
            var connection = Sys.ActorOf(Props.Create(() => new Busy(TestActor)));
            Gateway.Directory.Add(ConnectionId.Create(7, i), connection);
        }

        gateway.Tell(new GatewayProtocol.Drain(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(12)));
        Within(TimeSpan.FromSeconds(7.5), () =>
        {
            while (told.Count < Connections / 3)
            {
                ExpectMsg<ConnectionProtocol.CloseIfIdle>();
                told.Add(LastSender);
            }
        });
    }

    [Fact]
    public async Task A_connection_that_comes_out_of_the_queue_during_a_drain_is_told_as_well()
    {
        var (gateway, _) = await StartAsync(() => new TestSession());
        Gateway.Directory.Add(ConnectionId.Create(7, 1), TestActor);
        gateway.Tell(new GatewayProtocol.Drain(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)));
        ExpectMsg<ConnectionProtocol.Drain>();
        var session = CreateTestProbe();
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 1625), new IPEndPoint(IPAddress.Loopback, 80));
        var accepted = new AcceptedConnection(ConnectionId.Create(7, 2), sockets, CreateTestProbe().Ref, null, Listener());
        Sys.ActorOf(ConnectionActor.PropsFor(Gateway, accepted, session.Ref)).Tell(new SessionProtocol.Opened(1, 0, resumable: true), session.Ref);
        session.ExpectMsg<SessionOpening>();
        Assert.InRange(session.ExpectMsg<SessionProtocol.Draining>().Remaining, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_drain_is_over_only_when_every_port_is_closed()
    {
        var (gateway, _) = await StartAsync(() => new TestSession());
        var listener = (IInternalActorRef)Child(gateway, "listeners/test");
        listener.Suspend();
        gateway.Tell(new GatewayProtocol.Drain(TimeSpan.FromSeconds(60), TimeSpan.Zero));
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        listener.Resume();
        ExpectMsg<GatewayProtocol.Drained>(Patience);
    }

    [Fact]
    public async Task A_service_is_found_whatever_the_case_of_its_name()
    {
        var (_, at) = await StartAsync(() => new TestSession(), Listener() with { Service = "Test" });
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(client, "\r\n"));
    }

    private sealed class Busy(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is ConnectionProtocol.CloseIfIdle) observer.Tell(message, Self);
        }
    }

    private Task<ConnectionSnapshot[]> SnapshotsAsync() =>
        Task.WhenAll(Gateway.Directory.All.Select(connection => connection.Value.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience)));
}
