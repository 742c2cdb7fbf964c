using System.Net;
using SocketGateway.Actors.Routing;
using static SocketGateway.Actors.Tests.Routing.TestNodes;

namespace SocketGateway.Actors.Tests.Routing;

public sealed class RoundRobinPlacementTests
{
    private readonly RoundRobinPlacement _placement = new();

    [Fact]
    public void One_comes_after_the_other() => Assert.Equal("abcabc", Choose(6, Candidate("a"), Candidate("b"), Candidate("c")));

    [Fact]
    public void Weights_are_kept_and_spread_evenly() => Assert.Equal("aabacaaabaca"[..7], Choose(7, Candidate("a", weight: 5), Candidate("b"), Candidate("c")));

    [Fact]
    public void A_node_that_cannot_take_a_session_now_loses_no_turn_of_the_others()
    {
        Assert.Equal("ab", Choose(2, Candidate("a"), Candidate("b"), Candidate("c")));
        Assert.Equal("ab", string.Concat(Choose(2, Candidate("a"), Candidate("b")).Order()));
        Assert.Contains('c', Choose(3, Candidate("a"), Candidate("b"), Candidate("c")));
    }

    [Fact]
    public void A_node_that_joins_gets_its_share_and_not_all_that_it_missed()
    {
        Choose(1_000, Candidate("a"), Candidate("b"));
        Assert.Equal(10, Choose(30, Candidate("a"), Candidate("b"), Candidate("c")).Count(letter => letter == 'c'));
    }

    [Fact]
    public void Nodes_that_are_gone_are_forgotten()
    {
        for (var i = 0; i < 1_000; i++) Choose(1, Candidate($"a{i}"), Candidate($"b{i}"));
        Assert.Equal("ab", string.Concat(Choose(2, Candidate("a"), Candidate("b")).Order()));
    }

    private string Choose(int times, params Candidate[] candidates) =>
        string.Concat(Enumerable.Range(0, times).Select(_ => candidates[_placement.Choose(candidates, IPAddress.Loopback)].Node.Id.Address[..1]));
}
