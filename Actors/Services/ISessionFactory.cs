using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Services;

/// <summary>Makes the session objects of one service, each with a scope of its own.</summary>
internal interface ISessionFactory
{
    /// <summary>The class of its sessions, which tells what states they can go on from.</summary>
    Type SessionType => typeof(Session);

    /// <summary>A new session and what is disposed with it.</summary>
    (Session Session, IAsyncDisposable? Scope) Create();
}
