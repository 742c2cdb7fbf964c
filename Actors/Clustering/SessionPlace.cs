using Akka.Actor;

namespace SocketGateway.Actors.Clustering;

/// <summary>A connection's session on another node.</summary>
internal sealed class SessionPlace(IActorRef connection, RemoteSession session)
{
    public IActorRef Connection => connection;
    public RemoteSession Session => session;
    public int Epoch => session.Epoch;

    /// <summary>Neither opened nor refused so far.</summary>
    public bool IsOpening { get; set; }
}
