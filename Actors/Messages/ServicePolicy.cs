namespace SocketGateway.Actors.Messages;

/// <summary>What connections must know of the service that they are routed to.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Resume">A lost session is replaced; else its connection is closed.</param>
/// <param name="HoldTimeout">How long a connection waits for a replacement.</param>
/// <param name="FirstPort">The first port that further channels may listen on; 0: any free one.</param>
/// <param name="LastPort">The last of them.</param>
internal sealed record ServicePolicy(string Name, bool Resume, TimeSpan HoldTimeout, int FirstPort = 0, int LastPort = 0);
