using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Routing;

/// <summary>A node that can take a session.</summary>
/// <param name="Node">The node.</param>
/// <param name="Sessions">Sessions of the service there: those it reported, and those opened from here since.</param>
internal readonly record struct Candidate(NodeEntry Node, int Sessions)
{
    /// <summary>Its share relative to other nodes, at least 1.</summary>
    public int Weight => Math.Max(1, Node.Report.Weight);

    /// <summary>Whether it has less to do than another one, each for its weight.</summary>
    public bool IsBelow(in Candidate other) => (long)Sessions * other.Weight < (long)other.Sessions * Weight;
}
