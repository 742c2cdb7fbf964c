using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Clustering;

/// <summary>On a service node: the connection, on its gateway, of one session here. Telling it is telling its <see cref="ServiceLinkActor"/>.</summary>
internal sealed class RemoteConnection(IActorRef link, LinkLiveness liveness, ConnectionId connection, int epoch)
    : ForwardingRef(link, $"{connection}-{epoch}"), IRemoteConnection
{
    private IActorRef? _session;

    public ConnectionId Connection => connection;
    public int Epoch => epoch;

    /// <summary>The session, from the moment it has said that it is ready; any thread.</summary>
    public IActorRef? Session => Volatile.Read(ref _session);

    /// <summary>Why the connection's side ended before the session was ready; the link's turn only.</summary>
    public string? EndedEarly { get; set; }

    public bool IsStale => liveness.IsStale;

    protected override void TellInternal(object message, IActorRef sender)
    {
        // A full fence between the two: the link, which first is over and then looks for the session, and this, cannot both miss the other.
        if (message is SessionProtocol.Opened) Interlocked.Exchange(ref _session, sender);
        if (liveness.IsOver)
        {
            sender?.Tell(new SessionProtocol.Ended(epoch, LinkLiveness.Lost), this);
            return;
        }

        if (message is ConnectionProtocol.SessionGone) message = new SessionProtocol.Failed(epoch, onInput: false, serviceFailing: false, "the session ended without a word");
        if (message is SessionProtocol said) Link.Tell(new FromSession(this, said), sender);
    }

    /// <summary>Session to its link: send this on.</summary>
    internal sealed class FromSession(RemoteConnection connection, SessionProtocol message) : INoSerializationVerificationNeeded
    {
        public RemoteConnection Connection => connection;
        public SessionProtocol Message => message;
    }
}
