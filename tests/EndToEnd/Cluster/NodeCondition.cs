namespace SocketGateway.EndToEnd.Cluster;

/// <summary>What a test has done to a node's process.</summary>
internal enum NodeCondition
{
    /// <summary>Not started, or ended.</summary>
    Down,

    /// <summary>It runs.</summary>
    Up,

    /// <summary>It was stopped by SIGSTOP: it is there, and does nothing.</summary>
    Frozen,
}
