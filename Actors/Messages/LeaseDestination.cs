namespace SocketGateway.Actors.Messages;

/// <summary>Where a connection is forwarded to.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="EndPoint">Its address and port.</param>
/// <param name="Connected">How long it took to answer, since the client came; what came before counts too.</param>
/// <param name="Attempts">Destinations that were tried, this one included.</param>
internal sealed record LeaseDestination(string Name, string EndPoint, TimeSpan Connected, int Attempts);
