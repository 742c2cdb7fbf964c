using SocketGateway.Protocols.Forwarding;
using static SocketGateway.Protocols.Tests.Forwarding.Candidates;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class LeastConnectionsPolicyTests
{
    private readonly LeastConnectionsPolicy _policy = new(new Random(1));

    [Fact]
    public void The_least_loaded_is_always_taken() => Assert.Equal(new string('c', 100), _policy.Choose(100, Of("a", active: 3), Of("b", active: 2), Of("c", active: 1), Of("d", active: 9)));

    [Fact]
    public void Load_is_relative_to_weight() => Assert.Equal(new string('a', 100), _policy.Choose(100, Of("a", 256, active: 255), Of("b", active: 1)));

    [Fact]
    public void Equals_share_by_weight()
    {
        var chosen = _policy.Choose(10_000, Of("a", 2), Of("b", active: 1), Of("c", 7), Of("d")).CountBy(letter => letter).ToDictionary();
        Assert.Equal("acd", string.Concat(chosen.Keys.Order()));
        Assert.InRange(chosen['a'], 1_850, 2_150);
        Assert.InRange(chosen['c'], 6_800, 7_200);
    }

    [Fact]
    public void Connections_that_stay_are_spread_by_weight_to_within_one()
    {
        var candidates = new[] { Of("a", 5), Of("b", 2), Of("c", 1) };
        for (var i = 0; i < 800; i++)
        {
            var chosen = _policy.Choose(candidates, 0);
            candidates[chosen] = candidates[chosen] with { Active = candidates[chosen].Active + 1 };
        }

        Assert.Equal([500, 200, 100], candidates.Select(candidate => candidate.Active));
    }
}
