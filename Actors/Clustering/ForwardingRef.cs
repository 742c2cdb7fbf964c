using Akka.Actor;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// A reference that is no actor of its own: what it is told goes to a link, as part of something. It stands for an actor on another node, so that whoever holds it cannot tell
/// the difference; it cannot be watched, because links tell of their own end.
/// </summary>
internal abstract class ForwardingRef(IActorRef link, string name) : MinimalActorRef
{
    private readonly IInternalActorRef _link = (IInternalActorRef)link;
    private ActorPath? _path;

    protected IActorRef Link => _link;

    // Made when somebody looks: most references live and die without.
    public override ActorPath Path => _path ??= _link.Path / name;

    public override IActorRefProvider Provider => _link.Provider;
}
