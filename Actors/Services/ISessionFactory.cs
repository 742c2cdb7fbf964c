using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Services;

/// <summary>Makes the session objects of one service, each with a scope of its own.</summary>
internal interface ISessionFactory
{
    /// <summary>What its sessions can go on from.</summary>
    StateReadability State => StateReadability.None;

    /// <summary>A new session and what is disposed with it.</summary>
    (Session Session, IAsyncDisposable? Scope) Create();
}
