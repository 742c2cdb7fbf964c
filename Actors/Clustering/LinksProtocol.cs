using Akka.Actor;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>What the links of this node are asked.</summary>
internal static class LinksProtocol
{
    /// <summary>Send this push or question to every gateway that is linked to this node. Answered by <see cref="Asked"/>, then by each gateway's answer.</summary>
    internal sealed record ToGateways(LinkControl Message) : INoSerializationVerificationNeeded;

    /// <summary>To how many nodes it went.</summary>
    internal sealed record Asked(int Nodes) : INoSerializationVerificationNeeded;
}
