using Akka.Actor;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Messages;

/// <summary>Finding a node for a session that is to move, before it stops where it is (rule 16).</summary>
internal static class PlacementProtocol
{
    /// <summary>Connection to router: who takes this session instead of <paramref name="Leaving"/>? Answered by <see cref="Found"/> or <see cref="NotFound"/>.</summary>
    internal sealed record Find(ConnectionId Connection, int Epoch, string Service, string StateType, int StateVersion, System.Net.IPAddress Client, NodeId Leaving, NodeId? Preferred)
        : INoSerializationVerificationNeeded;

    /// <summary>Connection to router: a session on probation made progress, or is gone; the next one may be tried.</summary>
    internal sealed record Cleared(ConnectionId Connection) : INoSerializationVerificationNeeded;

    /// <summary>Router to a link: ask that node; the answer goes to the connection.</summary>
    internal sealed record Reserve(Find For, IActorRef Connection) : INoSerializationVerificationNeeded;

    /// <summary>To the connection: this node keeps a place for the next seconds.</summary>
    internal sealed record Found(int Epoch, NodeId Node) : INoSerializationVerificationNeeded;

    /// <summary>To the connection: nobody does at the moment.</summary>
    internal sealed record NotFound(int Epoch, string Reason) : INoSerializationVerificationNeeded;
}
