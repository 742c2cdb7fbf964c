using System.Net;
using SocketGateway.Actors.Routing;
using static SocketGateway.Actors.Tests.Routing.TestNodes;

namespace SocketGateway.Actors.Tests.Routing;

public sealed class ConsistentHashPlacementTests
{
    private const int Clients = 10_000;

    [Fact]
    public void The_same_client_meets_the_same_node_at_every_gateway_and_in_any_order()
    {
        Candidate[] candidates = [Candidate("a:1"), Candidate("b:1"), Candidate("c:1")];
        Candidate[] reversed = [.. candidates.Reverse()];
        foreach (var client in AllClients()) Assert.Equal(Choose(client, candidates), Choose(client, reversed));
    }

    [Fact]
    public void The_choice_is_part_of_what_versions_of_the_program_must_agree_on() => Assert.Equal(
        "bbccccbcba",
        string.Concat(AllClients().Take(10).Select(client => Choose(client, Candidate("a:1"), Candidate("b:1"), Candidate("c:1"))[0])));

    [Fact]
    public void Clients_are_spread_by_weight()
    {
        var share = AllClients().CountBy(client => Choose(client, Candidate("10.0.0.1:4053", weight: 2), Candidate("10.0.0.2:4053"), Candidate("10.0.0.3:4053"))).ToDictionary();
        Assert.InRange(share["10.0.0.1:4053"], Clients * 0.47, Clients * 0.53);
        Assert.InRange(share["10.0.0.2:4053"], Clients * 0.22, Clients * 0.28);
        Assert.InRange(share["10.0.0.3:4053"], Clients * 0.22, Clients * 0.28);
    }

    [Fact]
    public void A_node_that_goes_moves_nobody_elses_clients()
    {
        foreach (var client in AllClients())
        {
            var before = Choose(client, Candidate("a:1"), Candidate("b:1"), Candidate("c:1"));
            if (before != "c:1") Assert.Equal(before, Choose(client, Candidate("a:1"), Candidate("b:1")));
        }
    }

    [Fact]
    public void An_address_is_the_same_client_in_both_families()
    {
        foreach (var client in AllClients().Take(100)) Assert.Equal(Choose(client, Candidate("a:1"), Candidate("b:1")), Choose(client.MapToIPv6(), Candidate("a:1"), Candidate("b:1")));
    }

    private static string Choose(IPAddress client, params Candidate[] candidates) => candidates[new ConsistentHashPlacement().Choose(candidates, client)].Node.Id.Address;

    private static IEnumerable<IPAddress> AllClients() => Enumerable.Range(0, Clients).Select(i => new IPAddress([10, 1, (byte)(i >> 8), (byte)i]));
}
