using Akka.Actor;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Clustering;

public sealed class RebalancePlanTests
{
    [Fact]
    public void A_node_that_joined_is_given_its_share_from_the_fullest()
    {
        var (a, b, joined) = (Node("a", 40), Node("b", 20), Node("c", 0));
        Assert.Equal([new RebalancePlan.Step("echo", a.Id, joined.Id, 20)], Plan(joined, a, b, joined));
    }

    [Fact]
    public void Shares_go_by_weight()
    {
        var (a, joined) = (Node("a", 40), Node("c", 0, weight: 3));
        Assert.Equal([new RebalancePlan.Step("echo", a.Id, joined.Id, 30)], Plan(joined, a, joined));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(30)]
    public void One_that_has_its_share_gets_nothing(int sessions) => Assert.Empty(Plan(Node("c", sessions), Node("a", 40 - sessions), Node("c", sessions)));

    [Fact]
    public void Nearly_its_share_is_enough() => Assert.Empty(Plan(Node("c", 96), Node("a", 104), Node("c", 96)));

    [Fact]
    public void It_gets_no_more_than_it_takes()
    {
        var (a, joined) = (Node("a", 40), Node("c", 0, max: 5));
        Assert.Equal(5, Assert.Single(Plan(joined, a, joined)).Missing);
    }

    [Fact]
    public void Nothing_is_taken_from_a_node_whose_state_it_cannot_read() =>
        Assert.Empty(Plan(Node("c", 0, reads: (1, 1)), Node("a", 40, reads: (1, 2)), Node("c", 0, reads: (1, 1))));

    [Fact]
    public void Nor_from_one_that_drains_or_leaves_which_moves_them_anyway() =>
        Assert.Empty(Plan(Node("c", 0), Node("a", 40, draining: true), Node("b", 40, leaving: true), Node("c", 0)));

    [Fact]
    public void What_is_to_stay_stays() => Assert.Empty(RebalancePlan.For(Node("c", 0), [Node("a", 40), Node("c", 0)], static (node, _) => node.Id.Address == "a"));

    [Fact]
    public void One_that_drains_a_service_gets_none_of_it() => Assert.Empty(Plan(Node("c", 0, draining: true), Node("a", 40), Node("c", 0, draining: true)));

    private static IReadOnlyList<RebalancePlan.Step> Plan(NodeEntry target, params NodeEntry[] nodes) => RebalancePlan.For(target, [.. nodes], static (_, _) => false);

    private static NodeEntry Node(string name, int sessions, int weight = 1, int max = 0, bool draining = false, bool leaving = false, (int From, int To) reads = default) => new(
        new NodeId(name, 1),
        ActorRefs.Nobody,
        IsLocal: false,
        new NodeReport("box", 1, "1.0.0", "", weight, leaving, Rebalance: true, 1, [new ServiceReport("echo", sessions, max, draining, "Tally", reads.From, reads.To)]));
}
