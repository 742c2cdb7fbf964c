using System.Net;

namespace SocketGateway.Actors.Routing;

/// <summary>
/// The less loaded of two drawn at random. The least loaded of all would get everything that all gateways open between two of its reports; two choices spread nearly as well
/// and need no fresh numbers.
/// </summary>
internal sealed class LeastSessionsPlacement(Random random) : IPlacement
{
    public int Choose(ReadOnlySpan<Candidate> candidates, IPAddress client)
    {
        if (candidates.Length == 1) return 0;
        var first = random.Next(candidates.Length);
        var second = random.Next(candidates.Length - 1);
        if (second >= first) second++;
        return candidates[second].IsBelow(candidates[first]) ? second : first;
    }
}
