using SocketGateway.Protocols.Forwarding;
using static SocketGateway.Protocols.Tests.Forwarding.Candidates;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class RandomPolicyTests
{
    private readonly RandomPolicy _policy = new(new Random(1));

    [Fact]
    public void Each_is_as_likely_as_its_weight_says()
    {
        var share = _policy.Choose(10_000, Of("a", 7), Of("b", 2), Of("c")).CountBy(letter => letter).ToDictionary();
        Assert.InRange(share['a'], 6_800, 7_200);
        Assert.InRange(share['b'], 1_850, 2_150);
        Assert.InRange(share['c'], 880, 1_120);
    }

    [Fact]
    public void A_draw_never_gives_the_one_that_is_excepted()
    {
        Candidate[] candidates = [Of("a"), Of("b", 200), Of("c", 3)];
        var random = new Random(1);
        for (var except = 0; except < 3; except++)
        {
            var drawn = Enumerable.Range(0, 1_000).Select(_ => RandomPolicy.Draw(random, candidates, except)).ToHashSet();
            Assert.Equal(new HashSet<int> { 0, 1, 2 }.Where(i => i != except), drawn.Order());
        }
    }
}
