namespace SocketGateway.Gateway.Hosting;

/// <summary>One destination as operators see it.</summary>
/// <param name="Service">The service that forwards to it.</param>
/// <param name="Name">Its configured name.</param>
/// <param name="Addresses">Its addresses with ports; empty for none.</param>
/// <param name="State">up, full, ejected, down, unresolved, draining, removed.</param>
internal sealed record DestinationView(string Service, string Name, string Addresses, string State)
{
    /// <summary>It takes connections only when no other destination is left for them.</summary>
    public bool Backup { get; init; }

    /// <summary>Connections that it has, those being opened included.</summary>
    public int Active { get; init; }

    /// <summary>Connections that it was ever chosen for, those that failed included.</summary>
    public long Total { get; init; }

    /// <summary>Those that failed.</summary>
    public required FailuresView Failures { get; init; }

    /// <summary>Its share relative to others at this moment.</summary>
    public double Weight { get; init; }

    /// <summary>How often it was left out because connections to it failed.</summary>
    public long Ejections { get; init; }

    /// <summary>For how long it still is; 0 when it is not.</summary>
    public double EjectedForSeconds { get; init; }

    /// <summary>Clients of the service that wait, for this destination or any other.</summary>
    public int Waiting { get; init; }

    /// <summary>Failed connects by their cause; and connections that broke before the destination sent a byte.</summary>
    internal sealed record FailuresView(long Refused, long TimedOut, long Reset, long Unreachable, long Tls, long Other, long BeforeFirstByte)
    {
        /// <summary>All of them.</summary>
        public long Total => Refused + TimedOut + Reset + Unreachable + Tls + Other + BeforeFirstByte;
    }
}
