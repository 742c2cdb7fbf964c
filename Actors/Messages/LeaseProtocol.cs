using Akka.Actor;

namespace SocketGateway.Actors.Messages;

/// <summary>What a lease tells the actor that owns the socket.</summary>
internal static class LeaseProtocol
{
    /// <summary>It is over, and its descriptor is closed.</summary>
    /// <param name="Reason">A word of <see cref="Protocols.Contract.CloseReasons"/>.</param>
    /// <param name="Orderly">The client has the end, and nothing of it is unread; else it must be reset.</param>
    internal sealed record Ended(string Reason, bool Orderly) : INoSerializationVerificationNeeded;

    /// <summary>Something worth telling whoever watches or traces the connection.</summary>
    internal sealed record Happened(string Name, string Detail) : INoSerializationVerificationNeeded;
}
