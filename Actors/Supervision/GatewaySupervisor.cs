using System.Net;
using Akka.Actor;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Listeners;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Routing;
using SocketGateway.Actors.Services;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Supervision;

/// <summary>
/// Wires everything, in this order: services, router, then listeners, so that nothing is accepted that has nowhere to go. All ports are bound or none.
/// <code>
/// services ready --> router --> listeners made --Start--> Binding --all answered--> Running --Drain--> Draining --none left--> Running
/// </code>
/// </summary>
internal sealed class GatewaySupervisor : UntypedActor, IWithTimers, IWithUnboundedStash
{
    private static readonly TimeSpan DrainCheck = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DescriptorCount = TimeSpan.FromSeconds(1);

    /// <summary>What a reset at the deadline may take to flush; a client that takes a byte now and then must not keep the process.</summary>
    internal static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(5);

    private readonly GatewayContext _gateway;
    private readonly IReadOnlyList<ListenerSettings> _settings;
    private readonly IActorRef _services;
    private readonly Dictionary<string, IPEndPoint> _bound = [];
    private readonly List<ListenerProtocol.BindFailed> _faults = [];
    private IActorRef _listeners = ActorRefs.Nobody;
    private IActorRef _asker = ActorRefs.Nobody;
    private int _awaited;

    private GatewaySupervisor(GatewayContext gateway, IReadOnlyList<ListenerSettings> listeners, IReadOnlyDictionary<string, ISessionFactory> services)
    {
        (_gateway, _settings) = (gateway, listeners);
        _services = Context.ActorOf(ServicesActor.PropsFor(gateway, services), "services");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props PropsFor(GatewayContext gateway, IReadOnlyList<ListenerSettings> listeners, IReadOnlyDictionary<string, ISessionFactory> services) =>
        ActorProps.For(() => new GatewaySupervisor(gateway, listeners, services));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void OnReceive(object message) => AwaitingServices(message);

    private void AwaitingServices(object message)
    {
        if (message is not ServicesActor.Ready ready)
        {
            Stash.Stash();
            return;
        }

        // A gateway without services of its own is no place for sessions.
        if (ready.Services.Count > 0) _gateway.Nodes.Set(new NodeEntry(_gateway.Self, _services, IsLocal: true, _gateway.Node));
        var router = Context.ActorOf(RouterActor.PropsFor(_gateway, ready.Services), "router");
        Props Connection(AcceptedConnection accepted) => LenderOf(accepted.Listener) is { } lender
            ? LeasedConnectionActor.PropsFor(_gateway, accepted, lender)
            : ConnectionActor.PropsFor(_gateway, accepted, router);
        Props Listener(ListenerSettings settings) => ListenerActor.PropsFor(_gateway, settings, Connection, SocketTuning.Instance);
        _listeners = Context.ActorOf(ListenersActor.PropsFor(_gateway, _settings, Listener, DescriptorCount), "listeners");
        Become(Running);
        Stash.UnstashAll();
    }

    private ILender? LenderOf(ListenerSettings listener) => _gateway.Services[listener.Service].LenderFor(listener.Tls is not null, listener.Bandwidth is not null);

    private void Running(object message)
    {
        switch (message)
        {
            case GatewayProtocol.Start:
                _asker = Sender;
                SetListening(true);
                if (_awaited == 0) Answer();
                else Become(Binding);
                break;
            case GatewayProtocol.SetListening set:
                _listeners.Forward(set);
                break;
            case ServiceProtocol.Drain drain:
                _services.Forward(drain);
                break;
            case GatewayProtocol.Drain drain:
                _asker = Sender;
                SetListening(false);
                Become(new Draining(this, drain).Receive);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Binding(object message)
    {
        switch (message)
        {
            case ListenerProtocol.Bound bound:
                _bound[bound.Listener] = bound.Local;
                AnswerWhenAllBound();
                break;
            case ListenerProtocol.BindFailed failed:
                _faults.Add(failed);
                AnswerWhenAllBound();
                break;
            default:
                Stash.Stash();
                break;
        }
    }

    /// <summary>A port that cannot be had leaves nothing bound: the others are released before the answer.</summary>
    private void AnswerWhenAllBound()
    {
        if (--_awaited > 0) return;
        if (_faults.Count == 0)
        {
            Answer();
            return;
        }

        SetListening(false);
        _bound.Clear();
        Become(Releasing);
    }

    private void Releasing(object message)
    {
        if (message is not ListenerProtocol.Suspended) Stash.Stash();
        else if (--_awaited == 0) Answer();
    }

    private void Answer()
    {
        _asker.Tell(new GatewayProtocol.Started(new Dictionary<string, IPEndPoint>(_bound), [.. _faults]));
        _faults.Clear();
        Become(Running);
        Stash.UnstashAll();
    }

    private void SetListening(bool listening)
    {
        _awaited = _settings.Count;
        foreach (var listener in _settings) _listeners.Tell(new GatewayProtocol.SetListening(listener.Name, listening));
    }

    private void TellConnections(object message)
    {
        foreach (var (_, connection) in _gateway.Directory.All) connection.Tell(message);
    }

    /// <summary>
    /// Ports close first; sessions are told; connections that are idle are closed, spread over a time so that their clients do not all come back at once; what is left
    /// at the deadline is reset.
    /// </summary>
    private sealed class Draining
    {
        private readonly GatewaySupervisor _owner;
        private readonly GatewayProtocol.Drain _drain;
        private readonly long _began = MonotonicClock.Now;
        private readonly ConnectionId[] _order;
        private int _reset;

        public Draining(GatewaySupervisor owner, GatewayProtocol.Drain drain)
        {
            (_owner, _drain) = (owner, drain);
            owner.Timers.StartPeriodicTimer(nameof(Draining), DrainTick.Instance, DrainCheck);

            // First for those to come, then to those that are there: a connection on its way meets at least one of the two.
            owner._gateway.DrainsUntil = _began + (long)drain.Deadline.TotalMilliseconds;
            owner.TellConnections(new ConnectionProtocol.Drain(drain.Deadline));
            _order = [.. owner._gateway.Directory.All.Select(c => c.Key)];
        }

        public void Receive(object message)
        {
            if (message is DrainTick) Check();
            else if (message is ListenerProtocol.Suspended) _owner._awaited--;
            else if (message is ServiceProtocol.Drain drain) _owner._services.Forward(drain);
            else _owner.Unhandled(message);
        }

        private void Check()
        {
            var passed = MonotonicClock.Now - _began;
            var left = _owner._gateway.Directory.Count;
            var isLast = passed >= (long)(_drain.Deadline + FlushTime).TotalMilliseconds;

            // While a port is being closed, clients may still come out of its queue; and those whose first bytes are looked at are connections before long.
            var mayCome = _owner._awaited > 0 || (_owner._gateway.Load.Connections > 0 && passed < (long)_drain.Deadline.TotalMilliseconds);
            if (left == 0 && (!mayCome || isLast))
            {
                _owner.Timers.Cancel(nameof(Draining));
                _owner._gateway.DrainsUntil = long.MaxValue;
                _owner._asker.Tell(new GatewayProtocol.Drained(_reset));
                _owner.Become(_owner.Running);
            }
            else if (isLast)
            {
                _owner.TellConnections(new ConnectionProtocol.Abort(CloseReasons.AppShutdownTimeout));
            }
            else if (passed >= (long)_drain.Deadline.TotalMilliseconds)
            {
                if (_reset == 0) _reset = left;
                _owner.TellConnections(new ConnectionProtocol.Kick(CloseReasons.AppShutdownTimeout));
            }
            else
            {
                CloseIdle(passed);
            }
        }

        /// <summary>A share of those that were there at the start, which grows with the time; after it all, and those that came since. Busy ones are asked again.</summary>
        private void CloseIdle(long passed)
        {
            var close = new ConnectionProtocol.CloseIfIdle(CloseReasons.AppShutdown);
            var share = (passed + DrainCheck.TotalMilliseconds) / Math.Max(1, _drain.CloseSpread.TotalMilliseconds);
            if (share >= 1)
            {
                _owner.TellConnections(close);
                return;
            }

            foreach (var id in _order.AsSpan(0, (int)Math.Ceiling(_order.Length * share))) _owner._gateway.Directory.Find(id)?.Tell(close);
        }
    }

    private sealed class DrainTick
    {
        public static readonly DrainTick Instance = new();
    }
}
