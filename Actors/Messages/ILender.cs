using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Messages;

/// <summary>Moves the bytes of a service's connections past the actors, where their sockets are this process's own and in clear text.</summary>
internal interface ILender
{
    /// <summary>It reacts at once to whatever happens to a socket, so it can do with the descriptor that is there; else it gets one of its own.</summary>
    bool IsEventLoop { get; }

    /// <summary>It keeps to the bandwidth of a listener; where it does not, messages serve a listener that has one.</summary>
    bool KeepsBandwidth { get; }

    /// <summary>A lease for a connection that was admitted; it begins when its owner says so.</summary>
    /// <param name="connection">What is fixed about it.</param>
    /// <param name="bandwidth">Null: no limit, as always when <see cref="KeepsBandwidth"/> is false.</param>
    ILease Lend(ConnectionInfo connection, ConnectionBandwidth? bandwidth);
}
