using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Messages;

/// <summary>What the reference to a session on another node has beside that of a local one. Telling it is telling its link.</summary>
internal interface IRemoteSession
{
    /// <summary>Where the session runs.</summary>
    NodeId Node { get; }
}
