using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using SocketGateway.Actors.Messages;

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
        var free = FreePort();
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
        await AwaitAssertAsync(() => Assert.Equal(2, Gateway.Directory.Count), Patience);
        var drain = gateway.Ask<GatewayProtocol.Drained>(new GatewayProtocol.Drain(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100)), Patience);
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

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
