using CsCheck;
using SocketGateway.Protocols.Forwarding;
using static SocketGateway.Protocols.Tests.Forwarding.Candidates;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class RoundRobinPolicyTests
{
    private readonly RoundRobinPolicy _policy = new();

    [Fact]
    public void One_comes_after_the_other() => Assert.Equal("abcabc", _policy.Choose(6, Of("a"), Of("b"), Of("c")));

    [Fact]
    public void Weights_are_spread_evenly() => Assert.Equal("aabacaaaabacaa", _policy.Choose(14, Of("a", 5), Of("b"), Of("c")));

    [Fact]
    public void In_each_round_everyone_has_exactly_its_weight() => Gen.Int[1, 256].Array[1, 8].Sample(weights =>
    {
        Candidate[] candidates = [.. weights.Select((weight, i) => Of($"{(char)('a' + i)}", weight))];
        for (var round = 0; round < 2; round++)
        {
            var chosen = _policy.Choose(weights.Sum(), candidates);
            for (var i = 0; i < weights.Length; i++) Assert.Equal(weights[i], chosen.Count(letter => letter == 'a' + i));
        }
    }, iter: 50);

    [Fact]
    public void One_that_is_away_for_a_while_neither_loses_nor_catches_up_more_than_a_turn()
    {
        var (a, b, c) = (Of("a"), Of("b"), Of("c"));
        _policy.Choose(7, a, b, c);
        _policy.Choose(1_000, a, b);
        Assert.InRange(_policy.Choose(30, a, b, c).Count(letter => letter == 'c'), 9, 11);
    }
}
