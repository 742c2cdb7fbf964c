using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Listeners;

/// <summary>
/// The parent of all listeners. A port is open when it was asked for and the process has descriptors left for clients; while those are short, all ports are closed, before
/// accepting fails for want of them: the connections that are there, and what these open, have the rest.
/// </summary>
internal sealed class ListenersActor : UntypedActor, IWithTimers
{
    private readonly GatewayContext _gateway;
    private readonly Dictionary<string, (ListenerSettings Settings, IActorRef Actor)> _listeners;
    private readonly HashSet<string> _wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeSpan _period;
    private readonly ILogger _log;

    private ListenersActor(GatewayContext gateway, IReadOnlyList<ListenerSettings> listeners, Func<ListenerSettings, Props> create, TimeSpan period)
    {
        (_gateway, _period) = (gateway, period);
        _log = gateway.LoggerFactory.CreateLogger("SocketGateway.Listeners");

        // A configuration may write a name in one case where it defines it, and in another where it refers to it.
        _listeners = listeners.ToDictionary(s => s.Name, s => (s, Context.ActorOf(create(s), s.Name)), StringComparer.OrdinalIgnoreCase);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="gateway">What all share.</param>
    /// <param name="listeners">Those that are configured.</param>
    /// <param name="create">Makes the actor of one.</param>
    /// <param name="period">How often descriptors are counted.</param>
    public static Props PropsFor(GatewayContext gateway, IReadOnlyList<ListenerSettings> listeners, Func<ListenerSettings, Props> create, TimeSpan period) =>
        ActorProps.For(() => new ListenersActor(gateway, listeners, create, period));

    /// <summary>A listener that fails must not take its siblings with it, and none of them can go on from a restart.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void PreStart()
    {
        if (_listeners.Count > 0) Timers.StartPeriodicTimer(nameof(Count), Count.Instance, _period);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GatewayProtocol.SetListening set when !_listeners.ContainsKey(set.Listener):
                Sender.Tell(new GatewayProtocol.UnknownListener(set.Listener));
                break;
            case GatewayProtocol.SetListening { Listening: false } set:
                _wanted.Remove(set.Listener);
                _listeners[set.Listener].Actor.Forward(ListenerProtocol.Suspend.Instance);
                break;
            case GatewayProtocol.SetListening set:
                _wanted.Add(set.Listener);
                if (_gateway.Load.IsShortOfDescriptors) Sender.Tell(NotNow(_listeners[set.Listener].Settings));
                else _listeners[set.Listener].Actor.Forward(ListenerProtocol.Resume.Instance);
                break;
            case Count when _gateway.Descriptors() is { } descriptors:
                Check(descriptors.Used, descriptors.Limit);
                break;
            case Count:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private ListenerProtocol.BindFailed NotNow(ListenerSettings listener) => new(
        listener.Name,
        _gateway.Listeners.Find(listener.Name)?.Local ?? listener.EndPoint,
        "hardly any descriptors are left; it opens when there are more");

    private void Check(long used, long limit)
    {
        var load = _gateway.Load;

        // Clients that came since the count are counted twice, and keep another one out until the next.
        load.AllowedByDescriptors = load.Connections + DescriptorHeadroom.Left(used, limit);
        var wasShort = load.IsShortOfDescriptors;
        load.IsShortOfDescriptors = DescriptorHeadroom.IsShort(used, limit, wasShort);
        if (load.IsShortOfDescriptors)
        {
            if (!wasShort) ListenerLog.ShortOfDescriptors(_gateway.Repeats, _log, used, limit, load.Connections);

            // Again each time: one that lost its socket may just have bound it again.
            TellWanted(ListenerProtocol.Suspend.Instance);
        }
        else if (wasShort)
        {
            ListenerLog.DescriptorsLeft(_gateway.Repeats, _log, used, limit);
            TellWanted(ListenerProtocol.Resume.Instance);
        }
    }

    /// <summary>Without a sender, so that a listener which cannot bind its port tries until it can.</summary>
    private void TellWanted(object message)
    {
        foreach (var name in _wanted) _listeners[name].Actor.Tell(message, ActorRefs.NoSender);
    }

    private sealed class Count
    {
        public static readonly Count Instance = new();
    }
}
