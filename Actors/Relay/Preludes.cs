using System.Runtime.InteropServices;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Relay;

/// <summary>Looks at first bytes on the relay's threads: no connection that says nothing costs more than a place in a table.</summary>
internal sealed class Preludes(Relay relay) : IPreludes
{
    public void Begin(ConnectionId connection, Prelude prelude, SafeHandle socket, IActorRef listener)
    {
        var loop = relay.Next();
        loop.Post(new PreludeEntry(loop, connection, prelude, socket, listener), 0);
    }
}
