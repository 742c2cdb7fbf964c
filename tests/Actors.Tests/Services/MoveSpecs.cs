using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Services;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Services;

/// <summary>Services that are drained under clients. The other node is a second set of services in the same process: what links add has tests of its own.</summary>
public sealed class MoveSpecs : GatewaySpecs
{
    private readonly GatewayContext _other = CreateContext();

    [Fact]
    public async Task A_drained_service_hands_its_sessions_over_and_no_client_notices()
    {
        var (supervisor, at) = await StartAsync(() => new TestSession());
        AddOtherNode();
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(client, "\n"));
        Assert.Equal((1, 0), (Sessions(Gateway), Sessions(_other)));

        // Half a line is held over the move.
        await SendAsync(client, "b");
        supervisor.Tell(new ServiceProtocol.Drain("test", Draining: true));
        await AwaitAssertAsync(() => Assert.Equal((0, 1), (Sessions(Gateway), Sessions(_other))), Patience, TimeSpan.FromMilliseconds(20));
        await SendAsync(client, "c\r\n");
        Assert.Equal("2 bc\r\n", await ReadAsync(client, "\n"));
        using var late = await ConnectAsync(at);
        await SendAsync(late, "x\r\n");
        Assert.Equal("1 x\r\n", await ReadAsync(late, "\n"));
        Assert.Equal((0, 2), (Sessions(Gateway), Sessions(_other)));
    }

    [Fact]
    public async Task A_service_that_is_drained_with_nowhere_to_go_keeps_its_sessions()
    {
        var (supervisor, at) = await StartAsync(() => new TestSession());
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        Assert.Equal("1 a\r\n", await ReadAsync(client, "\n"));
        supervisor.Tell(new ServiceProtocol.Drain("", Draining: true));
        await AwaitAssertAsync(() => Assert.True(Gateway.Loads.Find("test")!.Draining), Patience, TimeSpan.FromMilliseconds(20));
        await SendAsync(client, "b\r\n");
        Assert.Equal("2 b\r\n", await ReadAsync(client, "\n"));
        Assert.Equal(1, Sessions(Gateway));
    }

    [Fact]
    public async Task A_client_that_found_no_room_is_served_when_there_is_some()
    {
        var (supervisor, at) = await StartAsync(() => new TestSession());
        supervisor.Tell(new ServiceProtocol.Drain("test", Draining: true));
        await AwaitAssertAsync(() => Assert.True(Gateway.Loads.Find("test")!.Draining), Patience, TimeSpan.FromMilliseconds(20));
        using var client = await ConnectAsync(at);
        await SendAsync(client, "a\r\n");
        supervisor.Tell(new ServiceProtocol.Drain("test", Draining: false));
        Assert.Equal("1 a\r\n", await ReadAsync(client, "\n"));
    }

    private void AddOtherNode()
    {
        var services = Sys.ActorOf(ServicesActor.PropsFor(_other, new Dictionary<string, ISessionFactory> { ["test"] = new Factory(() => new TestSession()) }));
        var report = new NodeReport("other", 1, "1.0.0", "", 1, Leaving: false, Rebalance: false, 0, [new ServiceReport("test", 0, 0, false, "", 0, 0)]);
        Gateway.Nodes.Set(new NodeEntry(_other.Self with { Address = "other:1" }, services, IsLocal: false, report));
    }

    private static int Sessions(GatewayContext gateway) => gateway.Loads.Find("test")?.Sessions ?? 0;
}
