using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>The owner of a lent socket: it touches that only when the lease has given it back, and is never left with one that does not come back.</summary>
public sealed class LeasedConnectionSpecs : GatewaySpecs
{
    private static readonly ConnectionId Id = new(7);

    private readonly FakeLease _lease = new();
    private readonly TestProbe _listener;
    private readonly TestProbe _socket;
    private readonly RecordingLog _log = new();
    private readonly GatewayContext _gateway;
    private Socket _client = null!;
    private Socket _accepted = null!;

    public LeasedConnectionSpecs()
    {
        (_listener, _socket, _gateway) = (CreateTestProbe(), CreateTestProbe(), CreateContext(log: _log));
    }

    [Fact]
    public async Task After_an_orderly_lease_the_socket_is_closed_and_the_listener_hears_of_it()
    {
        var connection = await LendAsync();
        Assert.True(_lease.HasSocket);
        Assert.Equal(connection, _gateway.Directory.Find(Id));
        _lease.End("", orderly: true);
        _socket.ExpectMsg<Tcp.Close>(Patience);
        _listener.ExpectNoMsg(TimeSpan.Zero);
        AssertConcluded(connection, Tcp.Closed.Instance, "closed, 3 bytes in, 5 bytes out");
    }

    [Fact]
    public async Task After_any_other_end_of_the_lease_the_socket_is_reset_with_the_leases_reason()
    {
        var connection = await LendAsync();
        _lease.End(CloseReasons.DestinationReset, orderly: false);
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertConcluded(connection, Tcp.Aborted.Instance, CloseReasons.DestinationReset);
    }

    [Fact]
    public async Task A_kick_is_the_leases_first_and_the_reason_is_the_kicks()
    {
        var connection = await LendAsync();
        connection.Tell(new ConnectionProtocol.Kick("kicked"));
        await AwaitCallsAsync("begin", "abort kicked");
        _socket.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        connection.Tell(new ConnectionProtocol.Kick("again"));
        _lease.End(CloseReasons.IoError, orderly: false);
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertConcluded(connection, Tcp.Aborted.Instance, "kicked");
        await AwaitCallsAsync("begin", "abort kicked");
    }

    [Fact]
    public async Task A_gateway_that_must_stop_does_not_wait_for_an_orderly_end()
    {
        var connection = await LendAsync();
        connection.Tell(new ConnectionProtocol.CloseIfIdle("shutdown"));
        connection.Tell(new ConnectionProtocol.CloseIfIdle("shutdown"));
        connection.Tell(new ConnectionProtocol.Abort("deadline"));
        await AwaitCallsAsync("begin", "finish shutdown", "abort deadline");
        _lease.End("", orderly: false);
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertConcluded(connection, Tcp.Aborted.Instance, "deadline");
    }

    [Fact]
    public async Task A_busy_one_is_not_closed_as_idle()
    {
        var connection = await LendAsync();
        _lease.Status = _lease.Status with { IsIdle = false };
        connection.Tell(new ConnectionProtocol.CloseIfIdle("shutdown"));
        connection.Tell(new ConnectionProtocol.Drain(TimeSpan.FromSeconds(1)));
        await AwaitCallsAsync("begin", "drain");
    }

    [Fact]
    public async Task One_that_begins_while_the_gateway_closes_is_told()
    {
        _gateway.DrainsUntil = MonotonicClock.Now + 10_000;
        await LendAsync();
        await AwaitCallsAsync("begin", "drain");
    }

    [Theory]
    [InlineData(HeldUpBy.Nobody, "finish idle_timeout")]
    [InlineData(HeldUpBy.Client, "abort idle_timeout")]
    public async Task Without_a_byte_it_ends_at_the_idle_timeout_as_an_end_only_when_nothing_waits(HeldUpBy heldUpBy, string expected)
    {
        _lease.Status = _lease.Status with { HeldUpBy = heldUpBy };
        var began = Stopwatch.GetTimestamp();
        await LendAsync(idle: TimeSpan.FromMilliseconds(300));
        await AwaitCallsAsync("begin", expected);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 250, Patience.TotalMilliseconds);
    }

    [Fact]
    public async Task One_whose_bytes_wait_for_the_listeners_limit_is_not_idle()
    {
        _lease.Status = _lease.Status with { HeldUpBy = HeldUpBy.Limit };
        await LendAsync(idle: TimeSpan.FromMilliseconds(100));
        var asked = _lease.Asked;
        await AwaitConditionAsync(() => Task.FromResult(_lease.Asked > asked + 2), Patience);
        await AwaitCallsAsync("begin");
        _lease.Status = _lease.Status with { HeldUpBy = HeldUpBy.Nobody };
        await AwaitCallsAsync("begin", "finish idle_timeout");
    }

    [Fact]
    public async Task When_the_socket_is_gone_the_lease_is_ended_and_the_connection_is_not_open_any_more()
    {
        var connection = await LendAsync();
        Sys.Stop(_socket.Ref);
        await AwaitCallsAsync("begin", "abort io_error");
        _listener.ExpectMsg<ConnectionProtocol.Ended>(Patience);
        Assert.Equal(0, _gateway.Directory.Count);
        Watch(connection);
        _lease.End(CloseReasons.IoError, orderly: false);
        ExpectTerminated(connection, Patience);
    }

    [Fact]
    public async Task A_socket_that_is_closed_already_is_not_lent()
    {
        await ConnectPairAsync();
        _accepted.Dispose();
        var connection = Start(TimeSpan.Zero);
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        Assert.Empty(_lease.Calls);
        AssertConcluded(connection, Tcp.Aborted.Instance, CloseReasons.IoError);
    }

    [Fact]
    public async Task A_lease_that_never_ends_costs_the_client_ten_seconds_and_not_its_connection_for_ever()
    {
        var connection = await LendAsync();
        connection.Tell(new ConnectionProtocol.Kick("kicked"));
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertConcluded(connection, Tcp.Aborted.Instance, "kicked");
    }

    [Fact]
    public async Task A_reset_waits_for_what_the_client_still_takes()
    {
        var connection = await LendAsync();
        _accepted.Blocking = false;
        var (bytes, sent) = (new byte[65536], 0);
        for (var error = SocketError.Success; error == SocketError.Success;) sent += Math.Max(0, _accepted.Send(bytes, SocketFlags.None, out error));
        _lease.End(CloseReasons.DestinationReset, orderly: false);
        _socket.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(Patience);
        for (var have = 0; have < sent;) have += await _client.ReceiveAsync(bytes, limit.Token);
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertConcluded(connection, Tcp.Aborted.Instance, CloseReasons.DestinationReset);
    }

    [Fact]
    public async Task It_is_listed_as_lent_with_its_destination()
    {
        _lease.Status = _lease.Status with { HeldUpBy = HeldUpBy.Client, Destination = new LeaseDestination("a", "127.0.0.1:1", TimeSpan.Zero, 2) };
        var connection = await LendAsync();
        var snapshot = await connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience);
        Assert.Equal((true, "a 127.0.0.1:1", "relaying", HeldUpBy.Client), (snapshot.Leased, snapshot.Destination, snapshot.State, snapshot.HeldUpBy));
        Assert.Equal((3, 5), (snapshot.BytesIn, snapshot.BytesOut));
    }

    protected override void AfterAll()
    {
        _client?.Dispose();
        _accepted?.Dispose();
        base.AfterAll();
    }

    private async Task<IActorRef> LendAsync(TimeSpan idle = default)
    {
        await ConnectPairAsync();
        var connection = Start(idle);
        await AwaitAssertAsync(() => Assert.Equal("begin", _lease.Calls.FirstOrDefault()), Patience, TimeSpan.FromMilliseconds(10));
        return connection;
    }

    private IActorRef Start(TimeSpan idle)
    {
        var sockets = new SocketPair((IPEndPoint)_client.LocalEndPoint!, (IPEndPoint)_client.RemoteEndPoint!);
        var accepted = new AcceptedConnection(Id, sockets, _socket.Ref, _accepted, Listener(idle: idle));
        var connection = _listener.ChildActorOf(LeasedConnectionActor.PropsFor(_gateway, accepted, _lease));
        Assert.Equal(connection, _socket.ExpectMsg<Tcp.Register>(Patience).Handler);
        return connection;
    }

    private async Task ConnectPairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync();
        _client = await ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        _accepted = await accepting;
    }

    private Task AwaitCallsAsync(params string[] calls) => AwaitAssertAsync(() => Assert.Equal(calls, _lease.Calls), Patience, TimeSpan.FromMilliseconds(20));

    /// <summary>The socket is closed: the connection is off every list, and its line in the log says why.</summary>
    private void AssertConcluded(IActorRef connection, Tcp.ConnectionClosed closed, string reason)
    {
        Watch(connection);
        connection.Tell(closed, _socket.Ref);
        ExpectTerminated(connection, Patience);
        Assert.Equal(Id, _listener.ExpectMsg<ConnectionProtocol.Ended>(Patience).Id);
        Assert.Equal(0, _gateway.Directory.Count);
        Assert.Contains(reason, Assert.Single(_log.Lines), StringComparison.Ordinal);
    }
}
