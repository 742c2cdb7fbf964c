using System.Net;
using Akka.Actor;
using Akka.TestKit;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Routing;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;
using static SocketGateway.Actors.Tests.Routing.TestNodes;

namespace SocketGateway.Actors.Tests.Routing;

public sealed class RouterSpecs : GatewaySpecs
{
    private readonly TestProbe _connection;
    private readonly TestProbe _service;
    private readonly TestProbe _link;

    public RouterSpecs() => (_connection, _service, _link) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void A_process_alone_passes_everything_to_its_own_service()
    {
        Gateway.Nodes.Set(Node("local", null, local: true));
        var router = Router();
        var opening = Opening();
        router.Tell(opening, _connection.Ref);
        Assert.Same(opening, _service.ExpectMsg<SessionOpening>());
        Assert.Equal(_connection.Ref, _service.LastSender);
        router.Tell(Opening("nobody"), _connection.Ref);
        Assert.Equal(RefusalReasons.Unknown, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
    }

    [Fact]
    public void Another_nodes_session_is_opened_by_its_link()
    {
        Gateway.Nodes.Set(Node("a", Report(), link: _link.Ref));
        Router().Tell(Opening(), _connection.Ref);
        Assert.Equal(7, _link.ExpectMsg<SessionOpening>().Open.Epoch);
        Assert.Equal(_connection.Ref, _link.LastSender);
    }

    [Fact]
    public void Without_a_node_the_connection_hears_why()
    {
        var router = Router();
        router.Tell(Opening(), _connection.Ref);
        var refused = _connection.ExpectMsg<SessionProtocol.Refused>();
        Assert.Equal((7, RefusalReasons.NoNode), (refused.Epoch, refused.Reason));
        Gateway.Nodes.Set(Node("a", Report(draining: true), link: _link.Ref));
        router.Tell(Opening(), _connection.Ref);
        Assert.Equal(RefusalReasons.Draining, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
    }

    [Fact]
    public void A_place_for_a_session_that_moves_is_reserved_by_the_link_and_answered_to_the_connection()
    {
        Gateway.Nodes.Set(Node("local", null, local: true));
        Gateway.Nodes.Set(Node("a", Report(), link: _link.Ref));
        Router().Tell(Find(leaving: new NodeId("local", 1)), _connection.Ref);
        var reserve = _link.ExpectMsg<PlacementProtocol.Reserve>();
        Assert.Equal((_connection.Ref, 7), (reserve.Connection, reserve.For.Epoch));
    }

    [Fact]
    public void A_session_may_also_move_to_this_node()
    {
        Gateway.Loads.Add("test", 0, StateReadability.None);
        Gateway.Nodes.Set(Node("local", null, local: true));
        Gateway.Nodes.Set(Node("a", Report(), link: _link.Ref));
        Router().Tell(Find(leaving: new NodeId("a", 1)), _connection.Ref);
        Assert.Equal(_connection.Ref, _service.ExpectMsg<PlacementProtocol.Reserve>().Connection);
    }

    [Fact]
    public void A_process_alone_has_no_place_to_move_to()
    {
        Gateway.Nodes.Set(Node("local", null, local: true));
        Router().Tell(Find(leaving: new NodeId("local", 1)), _connection.Ref);
        var none = _connection.ExpectMsg<PlacementProtocol.NotFound>();
        Assert.Equal((7, RefusalReasons.NoNode), (none.Epoch, none.Reason));
    }

    [Fact]
    public void Sessions_that_may_end_processes_are_tried_one_by_one()
    {
        Gateway.Nodes.Set(Node("a", Report(), link: _link.Ref));
        var router = (IInternalActorRef)Router();

        // All of it lies in the mailbox before the first has its turn, which lasts a quarter of a second.
        router.Suspend();
        for (ulong id = 1; id <= 3; id++) router.Tell(Suspect(id), _connection.Ref);

        // Whoever is not being tried has nothing to say.
        router.Tell(new PlacementProtocol.Cleared(new ConnectionId(3)));
        router.Tell(Opening(), _connection.Ref);
        router.Tell(new PlacementProtocol.Cleared(new ConnectionId(1)));
        router.Resume();
        Assert.Equal(new ConnectionId(1), _link.ExpectMsg<SessionOpening>().Open.Connection.Id);
        Assert.False(_link.ExpectMsg<SessionOpening>().OnProbation);
        Assert.Equal(new ConnectionId(2), _link.ExpectMsg<SessionOpening>().Open.Connection.Id);

        // One that neither makes progress nor ends is no longer waited for.
        Assert.Equal(new ConnectionId(3), _link.ExpectMsg<SessionOpening>(Patience).Open.Connection.Id);
    }

    private SessionOpening Suspect(ulong id) => new(TestOpenings.Opening(_connection.Ref, id: id).Open, _connection.Ref) { Suspect = true, OnProbation = true };

    private IActorRef Router() => Sys.ActorOf(RouterActor.PropsFor(Gateway, new Dictionary<string, IActorRef> { ["test"] = _service.Ref }));

    private static PlacementProtocol.Find Find(NodeId leaving) => new(new ConnectionId(1), 7, "test", "", 0, IPAddress.Loopback, leaving, null);

    private SessionOpening Opening(string service = "test") => TestOpenings.Opening(_connection.Ref, service: service);
}
