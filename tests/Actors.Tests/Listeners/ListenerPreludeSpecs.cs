using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>A listener that is told by somebody else what the first bytes of its connections are.</summary>
public sealed class ListenerPreludeSpecs : GatewaySpecs
{
    private const string Header = "PROXY TCP4 192.0.2.7 10.0.0.1 4000 80\r\n";

    private static readonly PreludePlan Plan = new(
        ProxyProtocolMode.Required,
        [IPNetwork.Parse("127.0.0.1/32")],
        [new RoutePlan("other", [], [], [], ["SSH-"u8.ToArray()])],
        TimeSpan.FromSeconds(60),
        TimeSpan.FromSeconds(60));

    private readonly FakePreludes _preludes = new();
    private readonly RecordingLog _log = new();

    private protected override GatewayContext CreateGateway() => CreateContext(log: _log, preludes: _preludes);

    [Fact]
    public async Task A_connection_is_made_when_its_first_bytes_have_told_who_it_is_and_where_it_goes()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener());
        using var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        Assert.Equal(1, Gateway.Load.Connections);
        Assert.Equal(0, Gateway.Directory.Count);
        begun.Say(Header + "SSH-2.0");
        var accepted = ExpectMsg<AcceptedConnection>(Patience);
        Assert.Equal((begun.Connection, "other"), (accepted.Id, accepted.Listener.Service));
        Assert.Equal((IPEndPoint.Parse("192.0.2.7:4000"), (IPEndPoint)client.LocalEndPoint!), (accepted.Sockets.Peer, accepted.Proxy));
        Assert.Equal(at, accepted.Sockets.Local);
        await EndAsync(begun.Connection);
    }

    [Fact]
    public async Task Whoever_goes_while_it_is_looked_at_is_counted_no_more_and_refused_by_nobody()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener());
        var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        Reset(client);
        begun.End(lost: true);
        await AwaitNobodyAsync();
        Assert.DoesNotContain(_log.Lines, line => line.Contains("refused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "proxy_protocol_missing")]
    [InlineData("PROXY nonsense\r\n", "proxy_protocol_malformed")]
    public async Task First_bytes_that_are_not_allowed_close_the_connection_with_their_reason(string bytes, string reason)
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener());
        using var client = await ConnectAsync(at);
        (await _preludes.NextAsync()).Say(bytes);
        Assert.Equal("", await ReadAsync(client, null));
        await AwaitNobodyAsync();
        AssertRefused(reason, "127.0.0.1:");
    }

    [Fact]
    public async Task Whoever_is_no_proxy_is_refused_before_anybody_looks()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener());
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await client.ConnectAsync(at);
        Assert.Equal("", await ReadAsync(client, null));
        await AwaitNobodyAsync();
        AssertRefused("access_denied", "127.0.0.2:");
    }

    [Fact]
    public async Task Limits_and_addresses_of_clients_are_those_of_whoever_the_proxy_brings()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener(maxPerClient: 1) with { Deny = [IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("127.0.0.0/8")] });
        var first = await SayAsync(at, Header);
        var second = await SayAsync(at, Header.Replace("192.0.2.7", "192.0.2.8", StringComparison.Ordinal));
        Assert.Equal("192.0.2.7", ExpectMsg<AcceptedConnection>(Patience).Sockets.Peer.Address.ToString());
        Assert.Equal("192.0.2.8", ExpectMsg<AcceptedConnection>(Patience).Sockets.Peer.Address.ToString());
        var third = await SayAsync(at, Header);
        Assert.Equal("", await ReadAsync(third.Client, null));
        AssertRefused("max_connections_per_client_exceeded", "192.0.2.7:4000");
        var denied = await SayAsync(at, Header.Replace("192.0.2.7", "203.0.113.9", StringComparison.Ordinal));
        Assert.Equal("", await ReadAsync(denied.Client, null));
        AssertRefused("access_denied", "203.0.113.9:4000");
        await AwaitAssertAsync(() => Assert.Equal(2, Gateway.Load.Connections), Patience);
        await EndAsync(first.Begun.Connection, second.Begun.Connection);

        var again = await SayAsync(at, Header);
        ExpectMsg<AcceptedConnection>(Patience);
        await EndAsync(again.Begun.Connection);
        foreach (var client in (Socket[])[first.Client, second.Client, third.Client, denied.Client, again.Client]) client.Dispose();
    }

    [Fact]
    public async Task Those_that_are_looked_at_have_their_place_in_the_limits()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (_, at) = await ListenAsync(Listener(maxConnections: 1));
        using var first = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        using var second = await ConnectAsync(at);
        Assert.Equal("", await ReadAsync(second, null));
        AssertRefused("max_concurrent_connections_exceeded", "127.0.0.1:");
        begun.End(lost: true);
        await AwaitNobodyAsync();
    }

    [Fact]
    public async Task What_is_told_twice_or_of_a_stranger_changes_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (listener, at) = await ListenAsync(Listener());
        var (client, begun) = await SayAsync(at, Header);
        ExpectMsg<AcceptedConnection>(Patience);
        listener.Tell(new PreludeEnded(begun.Connection, Lost: true));
        listener.Tell(new PreludeEnded(Gateway.Ids.Next(), Lost: false));
        await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience);
        Assert.Equal(1, Gateway.Load.Connections);
        ExpectNoMsg(0);
        await EndAsync(begun.Connection);
        client.Dispose();
    }

    [Fact]
    public async Task One_that_is_looked_at_outlives_the_port_and_the_port_is_unbound_when_it_has_gone()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (listener, at) = await ListenAsync(Listener());
        using var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        await listener.Ask<ListenerProtocol.Suspended>(ListenerProtocol.Suspend.Instance, Patience);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(at));
        begun.Say(Header);
        ExpectMsg<AcceptedConnection>(Patience);
        await EndAsync(begun.Connection);
        await AwaitAssertAsync(() => Assert.Equal(0, CountDescendants(Sys.Tcp())), Patience);
    }

    [Fact]
    public async Task One_that_is_looked_at_while_the_port_is_lost_leaves_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (gateway, at) = await StartAsync(() => new TestSession(), Listener() with { Prelude = Plan with { Routes = [] } });
        var actors = CountActors(gateway);
        using var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        ((ActorRefWithCell)Sys.Tcp()).Children.Single().Tell(Kill.Instance);
        begun.Say(Header);
        await AssertNothingIsLeftAsync(gateway, actors);
    }

    [Fact]
    public async Task A_drain_waits_for_those_that_are_looked_at_as_long_as_it_may()
    {
        if (!OperatingSystem.IsLinux()) return;
        var deadline = TimeSpan.FromSeconds(1.5);
        var (gateway, at) = await StartAsync(() => new TestSession(), Listener() with { Prelude = Plan });
        using var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        var began = Stopwatch.GetTimestamp();
        await gateway.Ask<GatewayProtocol.Drained>(new GatewayProtocol.Drain(deadline, TimeSpan.Zero), Patience);
        // The gateway's clock counts whole milliseconds.
        Assert.True(Stopwatch.GetElapsedTime(began) >= deadline - TimeSpan.FromMilliseconds(5));
        begun.End(lost: true);
        await AwaitNobodyAsync();
    }

    private async Task<(IActorRef Listener, IPEndPoint At)> ListenAsync(ListenerSettings settings)
    {
        Props Connection(AcceptedConnection accepted) => ActorProps.For(() => new ConnectionStub(accepted, TestActor));
        var listener = Sys.ActorOf(ListenerActor.PropsFor(Gateway, settings with { Prelude = Plan }, Connection, SocketTuning.Instance), "listener");
        return (listener, (await listener.Ask<ListenerProtocol.Bound>(ListenerProtocol.Resume.Instance, Patience)).Local);
    }

    /// <summary>A client whose first bytes are these.</summary>
    private async Task<(Socket Client, FakePreludes.Begun Begun)> SayAsync(IPEndPoint at, string bytes)
    {
        var client = await ConnectAsync(at);
        var begun = await _preludes.NextAsync();
        begun.Say(bytes);
        return (client, begun);
    }

    private async Task EndAsync(params ConnectionId[] connections)
    {
        foreach (var id in connections) Sys.ActorSelection($"/user/listener/{id}").Tell(new ConnectionProtocol.Kick("test"));
        await AwaitNobodyAsync();
    }

    private Task AwaitNobodyAsync() => AwaitAssertAsync(() => Assert.Equal(0, Gateway.Load.Connections), Patience);

    private void AssertRefused(string reason, string peer) => Assert.Contains(
        _log.Lines, line => line.Contains($"({reason})", StringComparison.Ordinal) && line.Contains(peer, StringComparison.Ordinal));
}
