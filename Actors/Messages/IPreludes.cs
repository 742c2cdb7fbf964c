using System.Runtime.InteropServices;
using Akka.Actor;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Messages;

/// <summary>Looks at the first bytes of connections before anybody reads them.</summary>
internal interface IPreludes
{
    /// <summary>Goes on until the prelude is done, and then tells the listener.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="prelude">What is looked for.</param>
    /// <param name="socket">A descriptor of its socket; it is closed before <see cref="PreludeEnded"/> is told.</param>
    /// <param name="listener">Is told.</param>
    void Begin(ConnectionId connection, Prelude prelude, SafeHandle socket, IActorRef listener);
}
