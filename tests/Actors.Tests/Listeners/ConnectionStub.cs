using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;

namespace SocketGateway.Actors.Tests.Listeners;

/// <summary>Stands where a connection's actor would: tells the test what it was given, and ends with its socket.</summary>
internal sealed class ConnectionStub(AcceptedConnection accepted, IActorRef test) : UntypedActor
{
    protected override void PreStart()
    {
        accepted.Owner.Tell(new Tcp.Register(Self));
        Context.Watch(accepted.Owner);
        test.Tell(accepted);
    }

    protected override void OnReceive(object message)
    {
        if (message is ConnectionProtocol.Kick) accepted.Owner.Tell(Tcp.Abort.Instance);
        if (message is not Terminated) return;
        Context.Parent.Tell(new ConnectionProtocol.Ended(accepted.Id));
        Context.Stop(Self);
    }
}
