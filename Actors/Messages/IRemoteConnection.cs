namespace SocketGateway.Actors.Messages;

/// <summary>What the reference to a connection on another node has beside that of a local one.</summary>
internal interface IRemoteConnection
{
    /// <summary>The gateway that owns the connection has not been heard for so long that another session may serve it by now: no further step is to start (rule 18).</summary>
    bool IsStale { get; }
}
