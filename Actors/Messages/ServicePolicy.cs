namespace SocketGateway.Actors.Messages;

/// <summary>What connections and placement must know of a service.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Resume">A lost session is replaced; else its connection is closed.</param>
/// <param name="HoldTimeout">How long a connection waits for a replacement.</param>
/// <param name="FirstPort">The first port that further channels may listen on; 0: any free one.</param>
/// <param name="LastPort">The last of them.</param>
internal sealed record ServicePolicy(string Name, bool Resume, TimeSpan HoldTimeout, int FirstPort = 0, int LastPort = 0)
{
    /// <summary>How nodes are chosen for its sessions.</summary>
    public PlacementPolicy Placement { get; init; } = PlacementPolicy.LeastSessions;

    /// <summary>The node that owns the connection goes before all others, as long as it takes sessions.</summary>
    public bool PreferLocal { get; init; } = true;

    /// <summary>Moves the bytes of its connections in clear text, if anything but its sessions does.</summary>
    public ILender? Lender { get; init; }

    /// <summary>How many sessions this node takes; 0: no limit.</summary>
    public int MaxSessions { get; init; }

    /// <summary>Who moves the bytes of a listener's connections in the place of messages; null for none. What comes out of TLS is not in the socket, and cannot be lent with it.</summary>
    public ILender? LenderFor(bool encrypted, bool limited) => encrypted || (limited && Lender is { KeepsBandwidth: false }) ? null : Lender;
}
