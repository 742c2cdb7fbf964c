using System.Net;
using Akka.Actor;
using Akka.IO;
using Akka.TestKit;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>A connection whose session is on another node, with probes in the place of the socket, the router and the session.</summary>
public sealed class ConnectionPlacementSpecs : GatewaySpecs
{
    private static readonly NodeId Here = new("a:1", 1);
    private static readonly NodeId There = new("b:1", 2);

    private readonly TestProbe _socket;
    private readonly TestProbe _router;
    private readonly TestProbe _session;
    private readonly IActorRef _connection;

    public ConnectionPlacementSpecs()
    {
        (_socket, _router, _session) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 1625), new IPEndPoint(IPAddress.Loopback, 80));
        var accepted = new AcceptedConnection(new ConnectionId(1), sockets, _socket.Ref, null, Listener());
        _connection = CreateTestProbe().ChildActorOf(ConnectionActor.PropsFor(Gateway, accepted, _router.Ref));
        _socket.ExpectMsg<Tcp.Register>();
        _socket.ExpectMsg<Tcp.ResumeReading>();
        var first = ExpectOpening();
        Assert.Equal((1, null, null, false, false), (first.Open.Epoch, first.Preferred, first.Avoid, first.Urgent, first.Suspect));
    }

    [Fact]
    public async Task Where_the_session_runs_is_shown_unless_it_is_here()
    {
        Assert.Null((await SnapshotAsync()).Node);
        Open(1, Here);
        Assert.Equal("a:1", (await SnapshotAsync()).Node);
        Tell(new ConnectionProtocol.NodeLost(1, Here, "silent"));
        Assert.Null((await SnapshotAsync()).Node);
        ExpectOpening();
        _connection.Tell(new SessionProtocol.Opened(2, 0, resumable: true), _session.Ref);
        Assert.Null((await SnapshotAsync()).Node);
    }

    [Fact]
    public void After_a_lost_node_the_next_one_is_another_and_goes_first_if_the_client_waits()
    {
        Open(1, Here);
        Tell(new ConnectionProtocol.NodeLost(1, Here, "silent"));
        var idle = ExpectOpening();
        Assert.Equal((2, (NodeId?)Here, false, false), (idle.Open.Epoch, idle.Avoid, idle.Urgent, idle.Suspect));
        Open(2, There);
        _connection.Tell(new Tcp.Received(ByteString.FromString("x")), _socket.Ref);
        _session.FishForMessage<SessionProtocol.Input>(_ => true, Patience);
        Tell(new ConnectionProtocol.NodeLost(2, There, ConnectionProtocol.NodeLost.Disassociated));
        var busy = ExpectOpening();
        Assert.Equal((3, (NodeId?)There, true, true), (busy.Open.Epoch, busy.Avoid, busy.Urgent, busy.Suspect));
    }

    [Fact]
    public void A_loss_of_an_older_epoch_says_nothing_of_the_present_one()
    {
        Open(1, Here);
        Tell(new ConnectionProtocol.NodeLost(7, There, "silent"));
        Tell(new SessionProtocol.Failed(1, onInput: false, serviceFailing: false, "crash"));
        Assert.Null(ExpectOpening().Avoid);
    }

    [Fact]
    public void A_node_that_refuses_is_avoided_and_one_that_was_not_chosen_is_not()
    {
        _connection.Tell(new SessionProtocol.Refused(1, RefusalReasons.Full), new Remote(_session.Ref, Here));
        Assert.Equal(Here, ExpectOpening().Avoid);
        _connection.Tell(new SessionProtocol.Refused(2, RefusalReasons.NoNode), _router.Ref);
        Assert.Null(ExpectOpening().Avoid);
        _connection.Tell(new SessionProtocol.Refused(3, RefusalReasons.Draining), _session.Ref);
        Assert.Equal(Gateway.Self, ExpectOpening().Avoid);
    }

    [Fact]
    public void A_session_that_leaves_stops_when_a_place_is_found_and_goes_on_there()
    {
        Open(1, Here);
        Tell(new SessionProtocol.Leaving(1));
        var find = ExpectFind();
        Assert.Equal((1, "test", Here, null), (find.Epoch, find.Service, find.Leaving, find.Preferred));
        Assert.Equal(IPAddress.Parse("10.1.2.3"), find.Client);
        _session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Tell(new PlacementProtocol.Found(1, There));
        Assert.Equal(1, _session.ExpectMsg<SessionProtocol.Stop>(Patience).Epoch);
        Tell(new SessionProtocol.Stopped(1));
        var next = ExpectOpening();
        Assert.Equal((2, (NodeId?)There), (next.Open.Epoch, next.Preferred));

        // The place was for that one opening.
        _connection.Tell(new SessionProtocol.Refused(2, RefusalReasons.Full), new Remote(_session.Ref, There));
        Assert.Equal((null, (NodeId?)There), (ExpectOpening() is var last ? last.Preferred : null, last.Avoid));
    }

    [Fact]
    public void Nobody_takes_it_and_it_is_asked_again()
    {
        Open(1, Here);
        Tell(new SessionProtocol.Leaving(1));
        ExpectFind();
        Tell(new PlacementProtocol.NotFound(1, RefusalReasons.NoNode));
        ExpectFind();
    }

    [Fact]
    public void An_operator_moves_it_to_a_node_of_his_choice_unless_it_is_there()
    {
        Open(1, Here);
        Tell(new ConnectionProtocol.Move(Here, "operator"));
        Tell(new ConnectionProtocol.Move(There, "operator"));
        Assert.Equal((Here, (NodeId?)There), (ExpectFind() is var find ? find.Leaving : default, find.Preferred));

        // A node that is drained meanwhile takes any place.
        Tell(new SessionProtocol.Leaving(1));
        Tell(new PlacementProtocol.NotFound(1, RefusalReasons.Full));
        Assert.Null(ExpectFind().Preferred);
    }

    private async Task<ConnectionSnapshot> SnapshotAsync() => await _connection.Ask<ConnectionSnapshot>(ConnectionProtocol.GetSnapshot.Instance, Patience);

    private void Open(int epoch, NodeId node) => _connection.Tell(new SessionProtocol.Opened(epoch, 0, resumable: true), new Remote(_session.Ref, node));

    private void Tell(object message) => _connection.Tell(message, _session.Ref);

    private SessionOpening ExpectOpening() => _router.ExpectMsg<SessionOpening>(Patience);

    private PlacementProtocol.Find ExpectFind() => _router.ExpectMsg<PlacementProtocol.Find>(Patience);

    /// <summary>A session on another node, as its link shows it.</summary>
    private sealed class Remote(IActorRef to, NodeId node) : MinimalActorRef, IRemoteSession
    {
        public NodeId Node => node;
        public override ActorPath Path => to.Path / "remote";
        public override IActorRefProvider Provider => ((IInternalActorRef)to).Provider;

        protected override void TellInternal(object message, IActorRef sender) => to.Tell(message, sender);
    }
}
