using SocketGateway.Protocols.Forwarding;
using static SocketGateway.Protocols.Tests.Forwarding.Candidates;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class PowerOfTwoChoicesPolicyTests
{
    private readonly PowerOfTwoChoicesPolicy _policy = new(new Random(1));

    [Fact]
    public void Of_two_the_less_loaded_is_taken_each_time() => Assert.Equal(new string('b', 100), _policy.Choose(100, Of("a", active: 10), Of("b", active: 9)));

    [Fact]
    public void Load_is_relative_to_weight() => Assert.Equal(new string('a', 100), _policy.Choose(100, Of("a", 3, active: 10), Of("b", active: 4)));

    [Fact]
    public void The_most_loaded_of_many_is_never_taken_and_the_least_loaded_not_always()
    {
        var chosen = _policy.Choose(1_000, Of("a", active: 1), Of("b", active: 2), Of("c", active: 3), Of("d", active: 4)).CountBy(letter => letter).ToDictionary();
        Assert.Equal("abc", string.Concat(chosen.Keys.Order()));
        Assert.InRange(chosen['a'], 430, 570);
    }

    [Fact]
    public void Weights_hold_while_nobody_has_anything_to_do()
    {
        var chosen = _policy.Choose(10_000, Of("a", 2), Of("b"), Of("c")).CountBy(letter => letter).ToDictionary();
        Assert.InRange(chosen['a'], 4_800, 5_200);
        Assert.InRange(chosen['b'], 2_300, 2_700);
    }

    [Fact]
    public void Connections_that_stay_are_spread_by_weight()
    {
        var candidates = new[] { Of("a", 4), Of("b", 2), Of("c", 1), Of("d", 1) };
        for (var i = 0; i < 8_000; i++)
        {
            var chosen = _policy.Choose(candidates, 0);
            candidates[chosen] = candidates[chosen] with { Active = candidates[chosen].Active + 1 };
        }

        Assert.All(candidates, candidate => Assert.InRange(candidate.Active, candidate.Weight * 0.95, candidate.Weight * 1.05));
    }

    [Fact]
    public void One_alone_takes_all() => Assert.Equal("a", _policy.Choose(1, Of("a", active: 1_000_000)));
}
