using System.Net;
using Akka.Actor;
using Akka.TestKit;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>Sessions and connections on two nodes, which cannot tell the difference.</summary>
public sealed class LinkSpecs : LinkedSpecs
{
    private static readonly LinkLimits Limits = new() { Heartbeat = 100, Timeout = 4_000 };

    private readonly IActorRef _link;

    public LinkSpecs()
    {
        Take(null, Limits);
        _link = Dial(Gateway, null, Limits);
        AwaitAssert(() => Assert.Single(Gateway.Nodes.All), Patience);
    }

    [Fact]
    public void A_node_that_is_linked_can_be_placed_on()
    {
        var node = Assert.Single(Gateway.Nodes.All);
        Assert.False(node.IsLocal);
        Assert.Equal((There.Self, "test"), (node.Id, Assert.Single(node.Report.Services).Service));
    }

    [Fact]
    public void A_session_elsewhere_is_told_and_heard_like_one_here()
    {
        var (connection, session, opened) = Open(1, 1);
        Assert.Equal(There.Self, Assert.IsAssignableFrom<IRemoteSession>(opened).Node);

        opened.Tell(new SessionProtocol.Input(1, 0, 0, "hello"u8.ToArray()));
        Assert.Equal("hello"u8.ToArray(), session.ExpectMsg<SessionProtocol.Input>(Patience).Bytes.ToArray());
        session.LastSender.Tell(new Commit(1, 1) { Primary = new ChannelDelta { InputTo = 5, Output = "world"u8.ToArray() } }, session.Ref);
        var commit = connection.ExpectMsg<Commit>(Patience);
        Assert.Equal((1L, 5L, "world"), (commit.Number, commit.Primary.InputTo, System.Text.Encoding.UTF8.GetString(commit.Primary.Output.Span)));

        opened.Tell(new SessionProtocol.Ended(1, "kicked"));
        Assert.Equal("kicked", session.ExpectMsg<SessionProtocol.Ended>(Patience).Reason);
    }

    [Fact]
    public void A_refusal_comes_from_the_node_that_refuses()
    {
        var connection = Connect(1);
        _link.Tell(new SessionOpening(OpenOf(1, 1), connection.Ref));
        Services.ExpectMsg<SessionOpening>(Patience).Connection.Tell(new SessionProtocol.Refused(1, "full"), Services.Ref);
        Assert.Equal("full", connection.ExpectMsg<SessionProtocol.Refused>(Patience).Reason);
        Assert.Equal(There.Self, Assert.IsAssignableFrom<IRemoteSession>(connection.LastSender).Node);
    }

    [Fact]
    public void When_the_way_is_gone_both_sides_of_every_session_hear_of_it_and_the_next_link_serves()
    {
        var (connection, session, _) = Open(1, 1);
        _link.Tell(new LinkEndActor.LinkLost("disassociated"));
        var lost = connection.ExpectMsg<ConnectionProtocol.NodeLost>(Patience);
        Assert.Equal((1, There.Self, "disassociated"), (lost.Epoch, lost.Node, lost.Reason));
        Assert.Equal((1, LinkLiveness.Lost), session.ExpectMsg<SessionProtocol.Ended>(Patience) is var ended ? (ended.Epoch, ended.Reason) : default);
        AwaitAssert(() => Assert.Single(Gateway.Nodes.All), Patience);
        Open(2, 1);
    }

    [Fact]
    public void A_node_without_a_session_is_no_place_for_one_either_when_the_way_is_gone()
    {
        Network.Shut();
        AwaitAssert(() => Assert.Empty(Gateway.Nodes.All), Patience);
    }

    [Fact]
    public void A_node_that_falls_silent_is_given_up_and_its_own_sessions_end_without_being_told()
    {
        var (connection, session, _) = Open(1, 1);
        Network.Shut();
        Assert.Equal(There.Self, connection.ExpectMsg<ConnectionProtocol.NodeLost>(Patience).Node);
        Assert.Equal(LinkLiveness.Lost, session.ExpectMsg<SessionProtocol.Ended>(Patience).Reason);
        AwaitAssert(() => Assert.Empty(Gateway.Nodes.All), Patience);
    }

    [Fact]
    public void A_session_that_becomes_ready_when_its_link_is_over_is_ended()
    {
        var connection = Connect(1);
        _link.Tell(new SessionOpening(OpenOf(1, 1), connection.Ref));
        var opening = Services.ExpectMsg<SessionOpening>(Patience);
        _link.Tell(new LinkEndActor.LinkLost("disassociated"));
        connection.ExpectMsg<ConnectionProtocol.NodeLost>(Patience);
        AwaitAssert(() => Assert.True(Assert.IsAssignableFrom<IRemoteConnection>(opening.Connection).IsStale), Patience);
        var session = CreateTestProbe();
        opening.Connection.Tell(new SessionProtocol.Opened(1, 0, resumable: true), session.Ref);
        Assert.Equal(LinkLiveness.Lost, session.ExpectMsg<SessionProtocol.Ended>(Patience).Reason);
    }

    [Fact]
    public void A_connection_that_ended_before_its_session_was_ready_leaves_none()
    {
        var connection = Connect(1);
        _link.Tell(new SessionOpening(OpenOf(1, 1), connection.Ref));
        var opening = Services.ExpectMsg<SessionOpening>(Patience);
        Gateway.Directory.Remove(new ConnectionId(1), null);
        var session = CreateTestProbe();
        opening.Connection.Tell(new SessionProtocol.Opened(1, 0, resumable: true), session.Ref);
        session.ExpectMsg<SessionProtocol.Ended>(Patience);
    }

    [Fact]
    public void The_next_epoch_ends_the_one_before_it_whatever_was_lost_on_the_way()
    {
        var (_, first, opened) = Open(1, 1);
        var (connection, second, _) = Open(1, 2);
        Assert.Equal((1, "replaced"), first.ExpectMsg<SessionProtocol.Ended>(Patience) is var ended ? (ended.Epoch, ended.Reason) : default);

        // Late words of the first change nothing.
        opened.Tell(new SessionProtocol.Input(1, 0, 0, new byte[1]));
        first.LastSender.Tell(new Commit(1, 1), first.Ref);
        second.LastSender.Tell(new Commit(2, 1), second.Ref);
        Assert.Equal(2, connection.ExpectMsg<Commit>(Patience).Epoch);
    }

    [Fact]
    public void At_most_64_openings_are_under_way_and_clients_that_wait_go_first()
    {
        for (ulong id = 1; id <= 64; id++) _link.Tell(new SessionOpening(OpenOf(id, 1), Connect(id).Ref));
        var under = Enumerable.Range(0, 64).Select(_ => Services.ExpectMsg<SessionOpening>(Patience)).ToList();
        _link.Tell(new SessionOpening(OpenOf(65, 1), Connect(65).Ref));
        _link.Tell(new SessionOpening(OpenOf(66, 1), Connect(66).Ref) { Urgent = true });
        Services.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        under[0].Connection.Tell(new SessionProtocol.Opened(1, 0, resumable: true), CreateTestProbe().Ref);
        Assert.Equal(new ConnectionId(66), Services.ExpectMsg<SessionOpening>(Patience).Open.Connection.Id);
        under[1].Connection.Tell(new SessionProtocol.Refused(1, "full"), Services.Ref);
        Assert.Equal(new ConnectionId(65), Services.ExpectMsg<SessionOpening>(Patience).Open.Connection.Id);
    }

    [Fact]
    public void A_place_is_kept_or_refused_by_the_node_itself()
    {
        var connection = CreateTestProbe();
        var find = new PlacementProtocol.Find(new ConnectionId(1), 3, "test", "State", 2, IPAddress.Loopback, default, null);
        _link.Tell(new PlacementProtocol.Reserve(find, connection.Ref));
        var asked = Services.ExpectMsg<PlacementProtocol.Reserve>(Patience);
        Assert.Equal(("test", "State", 2), (asked.For.Service, asked.For.StateType, asked.For.StateVersion));
        asked.Connection.Tell(new PlacementProtocol.Found(0, default));
        Assert.Equal((3, There.Self), connection.ExpectMsg<PlacementProtocol.Found>(Patience) is var found ? (found.Epoch, found.Node) : default);

        _link.Tell(new PlacementProtocol.Reserve(find, connection.Ref));
        Services.ExpectMsg<PlacementProtocol.Reserve>(Patience).Connection.Tell(new PlacementProtocol.NotFound(0, "draining"));
        Assert.Equal((3, "draining"), connection.ExpectMsg<PlacementProtocol.NotFound>(Patience) is var none ? (none.Epoch, none.Reason) : default);
    }

    [Fact]
    public async Task A_push_from_the_node_reaches_the_connection_here()
    {
        var connection = Connect(9);
        var pushed = Network.Link.Ask<PushResult>(new LinkControl.Push(0, new ConnectionId(9), "", PushMessage.FromText("hi")), Patience);
        Assert.Equal("hi", connection.ExpectMsg<ConnectionProtocol.Push>(Patience).Message.Text);
        connection.Reply(PushResult.Accepted);
        Assert.Equal(PushResult.Accepted, await pushed);
        Assert.Equal(PushResult.NotFound, await Network.Link.Ask<PushResult>(new LinkControl.Push(0, default, "nobody", PushMessage.FromText("hi")), Patience));
    }

    private static SessionProtocol.Open OpenOf(ulong id, int epoch) => TestOpenings.Opening(ActorRefs.Nobody, id, epoch).Open;

    private TestProbe Connect(ulong id)
    {
        var connection = CreateTestProbe();
        Gateway.Directory.Add(new ConnectionId(id), connection.Ref);
        return connection;
    }

    /// <summary>A session that is ready: the probes of connection and session, and what the connection knows of it.</summary>
    private (TestProbe Connection, TestProbe Session, IActorRef Opened) Open(ulong id, int epoch)
    {
        var (connection, session) = (Connect(id), CreateTestProbe());
        _link.Tell(new SessionOpening(OpenOf(id, epoch), connection.Ref));
        var opening = Services.ExpectMsg<SessionOpening>(Patience);
        Assert.Equal((new ConnectionId(id), epoch), (opening.Open.Connection.Id, opening.Open.Epoch));
        session.Send(opening.Connection, new SessionProtocol.Opened(epoch, 0, resumable: true));
        connection.ExpectMsg<SessionProtocol.Opened>(Patience);

        // A first word, so that the session knows whom to answer.
        connection.LastSender.Tell(new SessionProtocol.OutputCredit(epoch, 0, 1));
        session.ExpectMsg<SessionProtocol.OutputCredit>(Patience);
        return (connection, session, connection.LastSender);
    }
}
