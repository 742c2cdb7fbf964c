using Akka.Actor;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Supervision;

/// <summary>The parent of children of one kind, so that their paths read <c>/user/gateway/{kind}/{name}</c>. It tells its own parent who they are.</summary>
internal sealed class GroupActor : UntypedActor
{
    private readonly IReadOnlyDictionary<string, Props> _children;

    private GroupActor(IReadOnlyDictionary<string, Props> children) => _children = children;

    public static Props PropsFor(IReadOnlyDictionary<string, Props> children) => ActorProps.For(() => new GroupActor(children));

    /// <summary>A child that fails must not take its siblings with it, and none of them can go on from a restart.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    // A configuration may write a service's name in one case where it defines it, and in another where it refers to it.
    protected override void PreStart() =>
        Context.Parent.Tell(new Ready(_children.ToDictionary(c => c.Key, c => Context.ActorOf(c.Value, c.Key), StringComparer.OrdinalIgnoreCase)));

    protected override void OnReceive(object message) => Unhandled(message);

    /// <summary>All children are there.</summary>
    internal sealed record Ready(IReadOnlyDictionary<string, IActorRef> Children);
}
