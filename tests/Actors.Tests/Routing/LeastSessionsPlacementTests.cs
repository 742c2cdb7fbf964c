using System.Net;
using SocketGateway.Actors.Routing;
using static SocketGateway.Actors.Tests.Routing.TestNodes;

namespace SocketGateway.Actors.Tests.Routing;

public sealed class LeastSessionsPlacementTests
{
    private readonly LeastSessionsPlacement _placement = new(new Random(1));

    [Fact]
    public void Of_two_the_less_loaded_is_taken_each_time()
    {
        for (var i = 0; i < 100; i++) Assert.Equal(1, Choose(Candidate("a", 10), Candidate("b", 9)));
    }

    [Fact]
    public void A_node_is_as_loaded_as_its_weight_makes_it()
    {
        for (var i = 0; i < 100; i++) Assert.Equal(0, Choose(Candidate("a", 10, weight: 3), Candidate("b", 4)));
    }

    [Fact]
    public void The_most_loaded_of_many_is_never_taken_and_the_least_loaded_not_always()
    {
        Candidate[] candidates = [Candidate("a", 1), Candidate("b", 2), Candidate("c", 3), Candidate("d", 4)];
        var chosen = Enumerable.Range(0, 1_000).CountBy(_ => Choose(candidates)).ToDictionary();
        Assert.Equal([0, 1, 2], chosen.Keys.Order());
        Assert.InRange(chosen[0], 400, 600);
    }

    [Fact]
    public void Equals_share()
    {
        var first = Enumerable.Range(0, 1_000).Count(_ => Choose(Candidate("a"), Candidate("b")) == 0);
        Assert.InRange(first, 400, 600);
    }

    [Fact]
    public void One_alone_takes_all() => Assert.Equal(0, Choose(Candidate("a", 1_000_000)));

    private int Choose(params Candidate[] candidates) => _placement.Choose(candidates, IPAddress.Loopback);
}
