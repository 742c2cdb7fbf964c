using System.Net;
using Akka.Actor;
using Akka.Event;
using Akka.IO;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Actors.Listeners;

/// <summary>
/// Owns one bound port: admits clients, makes a connection actor for each, and can be suspended and resumed.
/// <code>
/// Unbound --Resume--> Binding --Bound--> Listening --Suspend--> Suspending --queue empty--> Unbound
///    ^                    \--failed--> Unbound  \                    \--socket lost--> Unbound
///    \--(1 s, then Binding until it is Bound)----\--socket lost--> Unbound
/// </code>
/// </summary>
internal sealed partial class ListenerActor : UntypedActor, IWithTimers, IWithUnboundedStash
{
    /// <summary>A handshake that has begun ends within a round trip, of which the gateway sees nothing: so long must the queue stay empty.</summary>
    private const int ChecksOfRoundTrip = 12;

    private static readonly TimeSpan QueueCheck = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RebindDelay = TimeSpan.FromSeconds(1);

    private readonly GatewayContext _gateway;
    private readonly ListenerSettings _settings;
    private readonly Func<AcceptedConnection, Props> _connections;
    private readonly Inet.SocketOption _tuning;
    private readonly ILogger _log;
    private readonly Admission _admission;
    private readonly PreludeSettings? _prelude;
    private readonly EarlyAccepts _early = new(Context);
    private Bind? _bind;
    private Bind? _next;
    private IActorRef _asker = ActorRefs.Nobody;
    private IPEndPoint _endPoint;
    private int _emptyChecks;

    private ListenerActor(GatewayContext gateway, ListenerSettings settings, Func<AcceptedConnection, Props> connections, Inet.SocketOption tuning)
    {
        (_gateway, _settings, _connections, _tuning, _endPoint) = (gateway, settings, connections, tuning, settings.EndPoint);
        _log = gateway.LoggerFactory.CreateLogger("SocketGateway.Listeners");
        _prelude = settings.Prelude?.For(settings.Service);
        _admission = new Admission(settings, gateway.Load, MonotonicClock.Now);
    }

    public static Props PropsFor(GatewayContext gateway, ListenerSettings settings, Func<AcceptedConnection, Props> connections, Inet.SocketOption tuning) =>
        ActorProps.For(() => new ListenerActor(gateway, settings, connections, tuning));

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    /// <summary>A connection that fails ends alone and is never restarted: its epochs live in its memory only.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, error =>
    {
        if (error is ActorInitializationException { Actor: { } unborn } && ConnectionId.TryParse(unborn.Path.Name, out var id)) Forget(id);
        return Directive.Stop;
    });

    protected override void OnReceive(object message) => Unbound(message);

    private void Unbound(object message)
    {
        switch (message)
        {
            case ListenerProtocol.Resume:
                _asker = Sender;
                BindAgain();
                break;
            case Rebind:
                _asker = ActorRefs.Nobody;
                BindAgain();
                break;
            case ListenerProtocol.Suspend:
                Timers.Cancel(nameof(Rebind));
                Sender.Tell(new ListenerProtocol.Suspended(_settings.Name));
                break;
            default:
                Always(message);
                break;
        }
    }

    private void Binding(object message)
    {
        switch (message)
        {
            case Tcp.Bound bound:
                (_bind, _next) = (_next!, null);
                _bind.Listener = Sender;
                _bind.Socket.GiveWay();
                _early.GiveBackTo(Sender);
                Context.Watch(Sender);
                Timers.Cancel(nameof(Rebind));

                // A port chosen by the kernel stays the same one when the listener is resumed.
                _endPoint = (IPEndPoint)bound.LocalAddress;
                _gateway.Listeners.Set(_settings.Name, _endPoint, listening: true);
                ListenerLog.Bound(_log, _settings.Name, _endPoint.ToString(), _settings.Service);
                _asker.Tell(new ListenerProtocol.Bound(_settings.Name, _endPoint));
                Become(Listening);
                Stash.UnstashAll();
                break;
            case Tcp.CommandFailed failed:
                var error = failed.Cause.HasValue ? failed.Cause.Value.Message : "unknown error";
                ListenerLog.BindFailed(_log, _settings.Name, _endPoint.ToString(), error);
                _asker.Tell(new ListenerProtocol.BindFailed(_settings.Name, _endPoint, error));
                _next = null;
                _early.End();
                if (_asker.IsNobody()) RebindLater();
                Become(Unbound);
                Stash.UnstashAll();
                break;
            case ListenerProtocol.Suspend or ListenerProtocol.Resume:
                Stash.Stash();
                break;
            default:
                Always(message);
                break;
        }
    }

    private void Listening(object message)
    {
        switch (message)
        {
            case ListenerProtocol.Suspend:
                BeginSuspend();
                break;
            case ListenerProtocol.Resume:
                Sender.Tell(new ListenerProtocol.Bound(_settings.Name, _endPoint));
                break;
            case Terminated lost when lost.ActorRef.Equals(_bind?.Listener):
                // Akka.IO gave the listener up, and every connection with it.
                _gateway.Listeners.Set(_settings.Name, _endPoint, listening: false);
                ListenerLog.Lost(_log, _settings.Name, _endPoint.ToString(), _admission.Connections);
                RebindLater();
                Become(Unbound);
                break;
            default:
                Always(message);
                break;
        }
    }

    private void Suspending(object message)
    {
        switch (message)
        {
            case CheckQueue when _bind!.Socket.HasWaitingClients():
                _emptyChecks = 0;
                CheckQueueLater();
                break;
            case CheckQueue when ++_emptyChecks < ChecksOfRoundTrip || !_bind!.Socket.TryClosePort():
                CheckQueueLater();
                break;
            case CheckQueue:
                // What Akka.IO has accepted is on its way here: behind its answer, and what the sockets' own actors take to say so.
                _bind!.Listener.Tell(new Identify(nameof(Settled)), Self);
                break;
            case ActorIdentity:
                Timers.StartSingleTimer(nameof(Settled), Settled.Instance, SettleTime);
                break;
            case Settled:
                EndSuspend();
                break;
            case Terminated lost when lost.ActorRef.Equals(_bind!.Listener):
                Timers.Cancel(nameof(CheckQueue));
                Timers.Cancel(nameof(Settled));
                EndSuspend();
                break;
            case ListenerProtocol.Suspend or ListenerProtocol.Resume:
                Stash.Stash();
                break;
            default:
                Always(message);
                break;
        }
    }

    /// <summary>Clients may still come out of the accept queue, and connections end, in every state.</summary>
    private void Always(object message)
    {
        switch (message)
        {
            case Tcp.Connected connected:
                Accept(connected);
                break;
            case UnhandledMessage dropped:
                _early.Add(dropped);
                break;
            case PreludeEnded ended:
                AcceptKnown(ended);
                break;
            case ConnectionProtocol.Ended ended:
                Release(ended.Id);
                break;
            case Tcp.ConnectionClosed or Tcp.Unbound or Terminated or CheckQueue or Settled or ActorIdentity or Rebind:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BindAgain()
    {
        var next = _next = new Bind(_settings.IsShared);
        _early.Begin();
        Context.System.Tcp().Tell(new Tcp.Bind(Self, _endPoint, _settings.Backlog, [_tuning, next.Socket, next.Accepted], pullMode: true)
        {
            TcpSettings = SocketSettings(),
        });
        Become(Binding);
    }

    private void BeginSuspend()
    {
        _asker = Sender;
        if (!ListeningSocket.CanSuspend)
        {
            EndSuspend();
            return;
        }

        _bind!.Socket.DropNewClients();
        _emptyChecks = 0;
        CheckQueueLater();
        Become(Suspending);
    }

    private void EndSuspend()
    {
        var bind = _bind!;
        Context.Unwatch(bind.Listener);
        bind.Suspended = true;
        if (bind.Connections == 0) bind.Listener.Tell(Tcp.Unbind.Instance);
        _gateway.Listeners.Set(_settings.Name, _endPoint, listening: false);
        ListenerLog.Suspended(_log, _settings.Name, _endPoint.ToString(), _admission.Connections);
        _asker.Tell(new ListenerProtocol.Suspended(_settings.Name));
        Become(Unbound);
        Stash.UnstashAll();
    }

    private void RebindLater() => Timers.StartSingleTimer(nameof(Rebind), Rebind.Instance, RebindDelay);

    private void CheckQueueLater() => Timers.StartSingleTimer(nameof(CheckQueue), CheckQueue.Instance, QueueCheck);

    /// <summary>One life of the port: Akka.IO's listener, which is the parent of the connections that came in by it.</summary>
    private sealed class Bind(bool isShared)
    {
        public ListeningSocket Socket { get; } = new(isShared);
        public SocketCapture Accepted { get; } = new();
        public IActorRef Listener { get; set; } = ActorRefs.Nobody;
        public int Connections { get; set; }
        public bool Suspended { get; set; }
    }

    private sealed class Rebind
    {
        public static readonly Rebind Instance = new();
    }

    private sealed class Settled
    {
        public static readonly Settled Instance = new();
    }

    private sealed class CheckQueue
    {
        public static readonly CheckQueue Instance = new();
    }
}
