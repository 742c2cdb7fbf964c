using System.Net;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>One connection actor between probes in the place of Akka.IO's actor, of the listener, and of the router and session.</summary>
public sealed class ConnectionActorSpecs : GatewaySpecs
{
    private readonly TestProbe _socket;
    private readonly TestProbe _listener;
    private readonly TestProbe _session;
    private readonly IActorRef _connection;

    public ConnectionActorSpecs()
    {
        (_socket, _listener, _session) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 1625), new IPEndPoint(IPAddress.Loopback, 80));
        var accepted = new AcceptedConnection(new ConnectionId(1), sockets, _socket.Ref, null, Listener());
        _connection = _listener.ChildActorOf(ConnectionActor.PropsFor(Gateway, accepted, _session.Ref));
        Watch(_connection);
        Assert.True(_socket.ExpectMsg<Tcp.Register>().KeepOpenOnPeerClosed);
        _socket.ExpectMsg<Tcp.ResumeReading>();
        Assert.Equal(1, _session.ExpectMsg<SessionOpening>().Open.Epoch);
        Tell(new SessionProtocol.Opened(1, 0, resumable: true));
    }

    [Fact]
    public void A_write_that_fails_resets_the_socket_since_the_stream_has_a_hole()
    {
        Tell(Emit(1, 0, [1, 2, 3]));
        var write = _socket.ExpectMsg<Tcp.Write>();
        _connection.Tell(new Tcp.CommandFailed(write), _socket.Ref);
        _socket.ExpectMsg<Tcp.Abort>();
        _connection.Tell(Tcp.Aborted.Instance, _socket.Ref);
        AssertEnded(CloseReasons.IoError);
    }

    [Fact]
    public void An_orderly_close_reads_on_until_the_client_has_ended_its_side()
    {
        Tell(Emit(1, 0, [1], close: ""));
        _socket.ExpectMsg<Tcp.Write>();
        _socket.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        _connection.Tell(WriteAck.Instance, _socket.Ref);
        _socket.ExpectMsg<Tcp.ConfirmedClose>();
        _connection.Tell(new Tcp.Received(ByteString.FromString("late")), _socket.Ref);
        _socket.ExpectMsg<Tcp.ResumeReading>();
        _connection.Tell(Tcp.ConfirmedClosed.Instance, _socket.Ref);
        AssertEnded("");
    }

    [Fact]
    public void A_close_that_nobody_answers_becomes_a_reset()
    {
        Tell(Emit(1, 0, [], close: ""));
        _socket.ExpectMsg<Tcp.ConfirmedClose>();
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertEnded(CloseReasons.None);
    }

    [Fact]
    public void A_write_that_the_client_never_takes_does_not_keep_a_close_for_ever()
    {
        Tell(Emit(1, 0, [1], close: ""));
        _socket.ExpectMsg<Tcp.Write>();
        _socket.ExpectMsg<Tcp.Abort>(Patience);
        AssertEnded(CloseReasons.None);
    }

    [Fact]
    public void A_socket_actor_that_ends_without_a_word_ends_the_connection()
    {
        // As Akka.IO's does when Register comes too late.
        Sys.Stop(_socket.Ref);
        AssertEnded(CloseReasons.ConnectionReset);
    }

    [Fact]
    public void A_connection_actor_that_dies_aborts_its_socket_and_tells_session_and_listener()
    {
        _connection.Tell(Kill.Instance);
        _socket.ExpectMsg<Tcp.Abort>();
        AssertEnded(CloseReasons.Internal);
    }

    [Fact]
    public void The_end_of_input_closes_nothing_by_itself()
    {
        _connection.Tell(Tcp.PeerClosed.Instance, _socket.Ref);
        Assert.Equal(0, _session.ExpectMsg<SessionProtocol.InputEnded>().Offset);
        Tell(Emit(1, 0, [1]));
        _socket.ExpectMsg<Tcp.Write>();
    }

    [Fact]
    public void A_commit_of_an_older_epoch_is_dropped()
    {
        _connection.Tell(new ConnectionProtocol.SessionGone(1));
        Assert.Equal(2, _session.FishForMessage<SessionOpening>(_ => true).Open.Epoch);
        Tell(new SessionProtocol.Opened(2, 0, resumable: true));
        Tell(new Commit(1, 1) { Primary = new ChannelDelta { Output = new byte[] { 1 } } });
        Tell(new Commit(2, 1) { Primary = new ChannelDelta { Output = new byte[] { 2 } } });
        Assert.Equal(2, _socket.ExpectMsg<Tcp.Write>().Data[0]);
    }

    private void Tell(object message) => _connection.Tell(message, _session.Ref);

    private static Commit Emit(int number, long from, byte[] output, string? close = null)
    {
        var effects = close is null ? null : new CommitEffects { Close = close };
        return new Commit(1, number) { Primary = new ChannelDelta { OutputFrom = from, Output = output }, Effects = effects };
    }

    /// <summary>The session hears of the first reason: none for a close that it asked for itself.</summary>
    private void AssertEnded(string reason)
    {
        _listener.ExpectMsg<ConnectionProtocol.Ended>();
        ExpectTerminated(_connection);
        Assert.Equal(0, Gateway.Directory.Count);
        Assert.Equal(reason, _session.FishForMessage<SessionProtocol.Ended>(_ => true).Reason);
    }
}
