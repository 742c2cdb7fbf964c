namespace SocketGateway.Benchmarks.Runs;

/// <summary>What stands behind the port that the load client knows.</summary>
internal enum Topology
{
    /// <summary>One process, which answers.</summary>
    OneNode,

    /// <summary>A gateway and the sessions' own node; for the other side a proxy with the server behind it.</summary>
    TwoNodes,

    /// <summary>A forwarder, and behind it a destination, the same for all sides.</summary>
    Forward,
}
