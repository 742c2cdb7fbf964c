namespace SocketGateway.Gateway.Configuration;

/// <summary>What a consistent hash is made of.</summary>
internal enum PlacementHash
{
    /// <summary>The client's address, without its port.</summary>
    ClientAddress,
}
