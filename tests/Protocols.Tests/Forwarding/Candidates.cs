using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Protocols.Tests.Forwarding;

/// <summary>Destinations for a policy to choose from.</summary>
internal static class Candidates
{
    public static Candidate Of(string name, int weight = 1, int active = 0) =>
        new(new Destination(new DestinationSettings(name), new ForwardPolicy(), joins: false), active, weight * Destination.WeightUnit);

    public static string Choose(this ILoadBalancingPolicy policy, int times, params Candidate[] candidates) =>
        string.Concat(Enumerable.Range(0, times).Select(_ => candidates[policy.Choose(candidates, 0)].Destination.Name));
}
