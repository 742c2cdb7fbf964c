using System.Collections.Immutable;
using System.Net;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Routing;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;
using static SocketGateway.Actors.Tests.Routing.TestNodes;

namespace SocketGateway.Actors.Tests.Routing;

/// <summary>Who can take a session, and who of these gets it.</summary>
public sealed class ServicePlacementTests
{
    private readonly ServiceLoads _local = new();
    private readonly PlacementRequest _request = new(IPAddress.Loopback);

    [Fact]
    public void Nodes_that_drain_leave_or_lack_the_service_get_nothing()
    {
        var placement = Placement();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("good", Choose(placement, _request,
                Node("lacks", null, others: Report(name: "other")),
                Node("drains", Report(draining: true)),
                Node("leaves", Report(), leaving: true),
                Node("good", Report(1_000))));
        }
    }

    [Fact]
    public void A_nodes_cap_counts_what_was_opened_since_its_report()
    {
        var placement = Placement();
        var (small, large) = (Node("small", Report(sessions: 1, max: 3)), Node("large", Report(sessions: 100)));
        Assert.Equal(["large", "small", "small"], Enumerable.Range(0, 3).Select(_ => Choose(placement, _request, small, large)).Order());
        Assert.Equal("large", Choose(placement, _request, small, large));

        // Its next report holds what was opened meanwhile, or what has ended.
        small = Node("small", Report(sessions: 2, max: 3));
        Assert.Equal(["large", "small"], Enumerable.Range(0, 2).Select(_ => Choose(placement, _request, small, large)).Order());
    }

    [Fact]
    public void A_burst_between_two_reports_is_spread()
    {
        var placement = Placement(PlacementPolicy.LeastSessions);
        NodeEntry[] nodes = [Node("a", Report(5)), Node("b", Report(5))];
        var chosen = Enumerable.Range(0, 100).CountBy(_ => Choose(placement, _request, nodes)).ToDictionary();
        Assert.Equal((50, 50), (chosen["a"], chosen["b"]));
    }

    [Theory]
    [InlineData("counter", 2, StartKind.Resumed, "new")]
    [InlineData("counter", 1, StartKind.Resumed, "old")]
    [InlineData("counter", 3, StartKind.Resumed, "none: no_compatible_service")]
    [InlineData("another", 1, StartKind.Resumed, "none: no_compatible_service")]
    public void A_session_goes_only_where_its_state_can_be_read(string type, int version, StartKind start, string expected)
    {
        var request = new PlacementRequest(IPAddress.Loopback, type, version) { Start = start };
        Assert.Equal(expected, Choose(Placement(), request, Node("old", Report(state: "counter", from: 1, to: 1)), Node("new", Report(state: "counter", from: 2, to: 2))));
    }

    [Fact]
    public void The_place_that_was_reserved_goes_before_every_policy()
    {
        var request = _request with { Preferred = new NodeId("b", 1) };
        NodeEntry[] nodes = [Local(), Node("a", Report()), Node("b", Report(1_000))];
        Assert.Equal("b", Choose(Placement(preferLocal: true), request, nodes));
        Assert.Equal("local", Choose(Placement(preferLocal: true), request with { Preferred = new NodeId("b", 2) }, nodes));
    }

    [Fact]
    public void The_own_node_goes_first_if_that_is_wanted_and_as_long_as_it_takes_sessions()
    {
        NodeEntry[] nodes = [Local(), Node("a", Report())];
        Assert.Equal("local", Choose(Placement(preferLocal: true), _request, nodes));
        _local.Find(Service)!.Draining = true;
        Assert.Equal("a", Choose(Placement(preferLocal: true), _request, nodes));
        _local.Find(Service)!.Draining = false;
        var chosen = Placement(preferLocal: false);
        Assert.Equal(["a", "local"], Enumerable.Range(0, 2).Select(_ => Choose(chosen, _request, nodes)).Order());
    }

    [Fact]
    public void A_node_to_be_avoided_is_better_than_none()
    {
        var request = _request with { Avoid = new NodeId("a", 1) };
        for (var i = 0; i < 10; i++) Assert.Equal("b", Choose(Placement(), request, Node("a", Report()), Node("b", Report(10))));
        Assert.Equal("a", Choose(Placement(), request, Node("a", Report())));

        // A node that came back at the same address is another one.
        var again = Enumerable.Range(0, 2);
        var placement = Placement();
        Assert.Contains("a", again.Select(_ => Choose(placement, request with { Avoid = new NodeId("a", 7) }, Node("a", Report()), Node("b", Report()))));
    }

    [Fact]
    public void A_suspect_goes_where_the_fewest_sessions_of_all_services_are()
    {
        var request = _request with { Suspect = true };
        NodeEntry[] nodes = [Node("busy", Report(0), others: Report(50, name: "other")), Node("quiet", Report(3), others: Report(4, name: "other"))];
        for (var i = 0; i < 10; i++) Assert.Equal("quiet", Choose(Placement(), request, nodes));
    }

    [Fact]
    public void A_session_that_leaves_a_node_never_gets_that_one_back()
    {
        var find = new PlacementProtocol.Find(default, 1, Service, "", 0, IPAddress.Loopback, new NodeId("a", 1), null);
        var request = PlacementRequest.Of(find);
        Assert.Equal("b", Choose(Placement(), request, Node("a", Report()), Node("b", Report())));
        Assert.Equal("none: no_node", Choose(Placement(), request, Node("a", Report())));

        // An operator's target is that or none.
        var target = PlacementRequest.Of(find with { Preferred = new NodeId("c", 1) });
        Assert.Equal("none: full", Choose(Placement(), target, Node("b", Report()), Node("c", Report(5, max: 5))));
        Assert.Equal("c", Choose(Placement(), target, Node("b", Report()), Node("c", Report(4, max: 5))));
    }

    [Fact]
    public void Why_nobody_takes_it_is_said_by_the_one_who_nearly_could()
    {
        var request = new PlacementRequest(IPAddress.Loopback, "counter", 2) { Start = StartKind.Resumed };
        var (drains, old, full) = (Node("drains", Report(draining: true)), Node("old", Report(state: "counter", from: 1, to: 1)), Node("full", Report(1, max: 1)));
        Assert.Equal("none: no_node", Choose(Placement(), request));
        Assert.Equal("none: no_node", Choose(Placement(), request, Node("lacks", null)));
        Assert.Equal("none: draining", Choose(Placement(), request, drains, Node("lacks", null)));
        Assert.Equal("none: no_compatible_service", Choose(Placement(), request, drains, old));
        Assert.Equal("none: full", Choose(Placement(), request, drains, full, old));
    }

    private NodeEntry Local()
    {
        _local.Add(Service, 0, StateReadability.None);
        return Node("local", null, local: true);
    }

    private ServicePlacement Placement(PlacementPolicy policy = PlacementPolicy.RoundRobin, bool preferLocal = false) =>
        ServicePlacement.For(Service, new ServicePolicy(Service, Resume: true, TimeSpan.FromSeconds(30)) { Placement = policy, PreferLocal = preferLocal }, _local);

    private static string Choose(ServicePlacement placement, in PlacementRequest request, params NodeEntry[] nodes) =>
        placement.Choose(request, ImmutableArray.Create(nodes), out var refusal)?.Id.Address ?? $"none: {refusal}";
}
