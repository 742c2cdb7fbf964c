using Akka.Actor;
using Akka.Event;

namespace SocketGateway.Actors.Sockets;

/// <summary>
/// Akka.IO's listener accepts from the moment at which its socket listens, but until it has said that it is bound it drops what it accepted: that client would never be served, and of its
/// few places for accepting one would be gone for good. So what it dropped meanwhile is given back to it. To be used by the actor that binds.
/// </summary>
/// <param name="context">The actor's own.</param>
internal sealed class EarlyAccepts(IActorContext context)
{
    private readonly List<UnhandledMessage> _dropped = [];

    /// <summary>Before a bind is asked for: from here on the actor hears what others dropped, and is to pass it to <see cref="Add"/>.</summary>
    public void Begin()
    {
        _dropped.Clear();
        context.System.EventStream.Subscribe(context.Self, typeof(UnhandledMessage));
    }

    public void Add(UnhandledMessage dropped) => _dropped.Add(dropped);

    /// <summary>When the listener has said that it is bound, which comes behind all that it dropped.</summary>
    public void GiveBackTo(IActorRef listener)
    {
        foreach (var dropped in _dropped.Where(dropped => dropped.Recipient.Equals(listener))) listener.Tell(dropped.Message, dropped.Sender);
        End();
    }

    /// <summary>The bind failed.</summary>
    public void End()
    {
        context.System.EventStream.Unsubscribe(context.Self, typeof(UnhandledMessage));
        _dropped.Clear();
    }
}
