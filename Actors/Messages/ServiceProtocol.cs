using Akka.Actor;

namespace SocketGateway.Actors.Messages;

/// <summary>What the services of this node are told beside openings and reservations.</summary>
internal static class ServiceProtocol
{
    /// <summary>
    /// The service takes no further sessions and asks those it has to go elsewhere; or, with <paramref name="Draining"/> false, it does take them again. An empty name means
    /// all services.
    /// </summary>
    internal sealed record Drain(string Service, bool Draining) : INoSerializationVerificationNeeded;
}
