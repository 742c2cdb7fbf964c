using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Messages;

/// <summary>Moves the bytes of a service's connections past the actors, where their sockets are this process's own and in clear text.</summary>
internal interface ILender
{
    /// <summary>A lease for a connection that was admitted; it begins when its owner says so.</summary>
    ILease Lend(ConnectionInfo connection);
}
