using System.Net;
using SocketGateway.Protocols.Forwarding;
using static SocketGateway.Protocols.Tests.Forwarding.Candidates;

namespace SocketGateway.Protocols.Tests.Forwarding;

public sealed class ConsistentHashPolicyTests
{
    private const int Clients = 10_000;

    private readonly ConsistentHashPolicy _policy = new();

    [Fact]
    public void The_same_hash_meets_the_same_destination_in_any_order()
    {
        Candidate[] candidates = [Of("a"), Of("b"), Of("c")];
        Candidate[] reversed = [.. candidates.Reverse()];
        foreach (var hash in Hashes()) Assert.Equal(Choose(hash, candidates), Choose(hash, reversed));
    }

    [Fact]
    public void The_choice_is_part_of_what_versions_of_the_program_must_agree_on() =>
        Assert.Equal("abbccaabbb", string.Concat(Hashes().Take(10).Select(hash => Choose(hash, Of("a"), Of("b"), Of("c")))));

    [Fact]
    public void Hashes_are_spread_by_weight()
    {
        var share = Hashes().CountBy(hash => Choose(hash, Of("a", 2), Of("b"), Of("c"))).ToDictionary();
        Assert.InRange(share["a"], Clients * 0.48, Clients * 0.52);
        Assert.InRange(share["b"], Clients * 0.23, Clients * 0.27);
        Assert.InRange(share["c"], Clients * 0.23, Clients * 0.27);
    }

    [Fact]
    public void One_that_goes_moves_its_own_hashes_only_and_to_all_others()
    {
        var moved = new HashSet<string>();
        foreach (var hash in Hashes())
        {
            var (before, after) = (Choose(hash, Of("a"), Of("b"), Of("c")), Choose(hash, Of("a"), Of("b")));
            if (before == "c") moved.Add(after);
            else Assert.Equal(before, after);
        }

        Assert.Equal(["a", "b"], moved.Order());
    }

    [Fact]
    public void One_that_gains_weight_takes_hashes_and_loses_none()
    {
        foreach (var hash in Hashes())
        {
            var (before, after) = (Choose(hash, Of("a"), Of("b", 3)), Choose(hash, Of("a", 2), Of("b", 3)));
            Assert.True(before == after || after == "a");
        }
    }

    private static IEnumerable<ulong> Hashes() => Enumerable.Range(0, Clients).Select(i => StableHash.Of(new IPAddress([10, 1, (byte)(i >> 8), (byte)i])));

    private string Choose(ulong hash, params Candidate[] candidates) => candidates[_policy.Choose(candidates, hash)].Destination.Name;
}
