namespace SocketGateway.Actors.Relay;

/// <summary>The times of relayed connections, in milliseconds.</summary>
/// <param name="ConnectTimeout">What a destination may take to answer.</param>
/// <param name="CloseTimeout">What a side may take to take its last bytes, without progress.</param>
/// <param name="HalfCloseTimeout">What the other side may stay silent once one has ended.</param>
internal sealed record RelayLimits(long ConnectTimeout, long CloseTimeout, long HalfCloseTimeout);
