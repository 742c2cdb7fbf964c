using Akka.Actor;

namespace SocketGateway.Actors.State;

/// <summary>Props that call a constructor: no expression tree to take apart, no reflection, at each of the thousands of actors that connections need.</summary>
internal static class ActorProps
{
    /// <summary>Props for an actor that is made by <paramref name="create"/>, on this node.</summary>
    public static Props For<TActor>(Func<TActor> create)
        where TActor : ActorBase => Props.CreateBy(new Producer<TActor>(create)).WithDeploy(Deploy.Local);

    private sealed class Producer<TActor>(Func<TActor> create) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => create();

        public void Release(ActorBase actor)
        {
        }
    }
}
