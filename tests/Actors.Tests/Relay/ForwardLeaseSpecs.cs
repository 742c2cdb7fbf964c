using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Actors.Tests.Relay;

/// <summary>The way of one connection to a destination: whatever happens on it, the pool's books and the client's descriptor are right afterwards.</summary>
public sealed class ForwardLeaseSpecs : GatewaySpecs
{
    private readonly SocketGateway.Actors.Relay.Relay _relay = new(1);
    private readonly Socket _listener = Bind();
    private readonly Socket _refusing = Bind();
    private readonly GatewayLoad _load = new(1000, long.MaxValue);
    private readonly List<Socket> _sockets = [];

    public ForwardLeaseSpecs() => _listener.Listen();

    [Fact]
    public async Task Who_is_finished_while_it_waits_leaves_the_line_and_is_connected_to_nobody()
    {
        var pool = Pool(("late", null, 0));
        var (client, lease, owner) = await LendAsync(pool);
        await AwaitReportAsync(pool, waiting: 1, active: 0);
        lease.Finish(CloseReasons.IdleTimeout);
        Assert.Equal("", await ReadAsync(client, null));
        Assert.True(pool.SetAddresses("late", [At(_listener)], MonotonicClock.Now));
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(new LeaseProtocol.Ended(CloseReasons.IdleTimeout, Orderly: true), owner.ExpectMsg<LeaseProtocol.Ended>(Patience));
        await AwaitReportAsync(pool, waiting: 0, active: 0);
        Assert.Equal(0, Assert.Single(pool.Report(MonotonicClock.Now).Destinations).Taken);
    }

    [Fact]
    public async Task A_client_that_resets_while_it_waits_leaves_the_line()
    {
        var pool = Pool(("late", null, 0));
        var (client, _, owner) = await LendAsync(pool);
        await AwaitReportAsync(pool, waiting: 1, active: 0);
        Reset(client);
        Assert.Equal(new LeaseProtocol.Ended(CloseReasons.ConnectionReset, Orderly: false), owner.ExpectMsg<LeaseProtocol.Ended>(Patience));
        await AwaitReportAsync(pool, waiting: 0, active: 0);
    }

    [Fact]
    public async Task When_every_destination_refuses_each_is_tried_once_and_the_client_is_given_up()
    {
        var pool = Pool(("first", At(_refusing), 0), ("second", At(_refusing), 0));
        var (_, lease, owner) = await LendAsync(pool, hold: 0);
        Assert.Equal(new LeaseProtocol.Ended(CloseReasons.ConnectFailed, Orderly: false), owner.ExpectMsg<LeaseProtocol.Ended>(Patience));
        Assert.Null(lease.Status.Destination);
        Assert.All(pool.Report(MonotonicClock.Now).Destinations, destination => Assert.Equal((1L, 0), (destination.Taken, destination.Active)));
    }

    [Fact]
    public async Task A_reset_by_the_destination_has_a_reason_of_its_own_and_gives_its_place_to_the_next_in_line()
    {
        var pool = Pool(("narrow", At(_listener), 1));
        var (_, lease, owner) = await LendAsync(pool);
        var first = await AcceptAsync();
        await AwaitAssertAsync(() => Assert.Equal("narrow", lease.Status.Destination?.Name), Patience, TimeSpan.FromMilliseconds(10));
        await LendAsync(pool);
        await AwaitReportAsync(pool, waiting: 1, active: 1);
        Reset(first);
        Assert.Equal(new LeaseProtocol.Ended(CloseReasons.DestinationReset, Orderly: false), owner.ExpectMsg<LeaseProtocol.Ended>(Patience));
        await AcceptAsync();
        await AwaitReportAsync(pool, waiting: 0, active: 1);
    }

    [Fact]
    public async Task An_abort_at_any_moment_gives_everything_back()
    {
        var pool = Pool(("one", At(_listener), 0));
        for (var i = 0; i < 100; i++)
        {
            var (client, lease, owner) = await LendAsync(pool);
            if (i % 2 == 0) await SendAsync(client, "bytes");
            if (i % 3 == 0) await AcceptAsync();
            lease.Abort("kicked");
            Assert.Equal(new LeaseProtocol.Ended("kicked", Orderly: false), owner.ExpectMsg<LeaseProtocol.Ended>(Patience));
        }

        await AwaitReportAsync(pool, waiting: 0, active: 0);
        Assert.Equal(0, _load.Buffered);
    }

    protected override void AfterAll()
    {
        _relay.Dispose();
        foreach (var socket in (Socket[])[_listener, _refusing, .. _sockets]) socket.Dispose();
        base.AfterAll();
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static IPEndPoint At(Socket socket) => (IPEndPoint)socket.LocalEndPoint!;

    private static DestinationPool Pool(params (string Name, IPEndPoint? At, int MaxConnections)[] destinations)
    {
        var pool = new DestinationPool(new ForwardPolicy { MaxPending = 10 }, [.. destinations.Select(d => new DestinationSettings(d.Name) { MaxConnections = d.MaxConnections })], seed: 1);
        foreach (var (name, at, _) in destinations)
        {
            if (at is not null) pool.SetAddresses(name, [at], MonotonicClock.Now);
        }

        return pool;
    }

    private async Task<(Socket Client, ILease Lease, TestProbe Owner)> LendAsync(DestinationPool pool, long hold = 60_000)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync();
        var client = await ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var accepted = await accepting;
        _sockets.AddRange([client, accepted]);
        var settings = new ForwardSettings(new RelayLimits(5_000, 5_000, 5_000), Retries: 2, hold);
        var lender = new ForwardLender("test", _relay, pool, settings, new ForwardMeter("test"), new ForwardedConnections(), _load, new RepeatLimiter(TimeProvider.System), NullLogger.Instance);
        var lease = lender.Lend(new ConnectionInfo(new ConnectionId(1), new SocketPair(At(client), (IPEndPoint)client.RemoteEndPoint!), "test", default(ActivityContext)), bandwidth: null);
        var owner = CreateTestProbe();
        lease.Begin(SocketDuplicate.Of(accepted)!, owner.Ref);
        return (client, lease, owner);
    }

    private async Task<Socket> AcceptAsync()
    {
        var socket = await _listener.AcceptAsync().WaitAsync(Patience);
        _sockets.Add(socket);
        return socket;
    }

    private Task AwaitReportAsync(DestinationPool pool, int waiting, int active) => AwaitAssertAsync(
        () =>
        {
            var report = pool.Report(MonotonicClock.Now);
            Assert.Equal((waiting, active), (report.Waiting, report.Destinations.Sum(destination => destination.Active)));
        },
        Patience,
        TimeSpan.FromMilliseconds(10));
}
