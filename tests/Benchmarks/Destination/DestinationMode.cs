namespace SocketGateway.Benchmarks.Destination;

/// <summary>What the destination does with a connection.</summary>
internal enum DestinationMode
{
    /// <summary>Sends back what it gets.</summary>
    Echo,

    /// <summary>Sends a bulk transfer for each byte that it gets.</summary>
    Source,

    /// <summary>Sends one byte for each bulk transfer that it gets.</summary>
    Sink,
}
