using Akka.Actor;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Services;

/// <summary>
/// One service on this node: makes a session for each opening, as far as there is room, judges whether failures are its own fault, and, when it is drained, asks its sessions to
/// go elsewhere.
/// </summary>
internal sealed class ServiceActor : UntypedActor, IWithTimers
{
    /// <summary>
    /// Sessions that are asked to leave together: one, then twice as many once those have left, up to this. A client waits for the moves that are made beside its own, and the first ones take longest.
    /// </summary>
    private const int LargestBatch = 64;

    /// <summary>Those that have not left within this time, in milliseconds, hold the others up no longer.</summary>
    private const long LeavePatience = 50;

    private static readonly TimeSpan LeavePace = TimeSpan.FromMilliseconds(10);

    /// <summary>Those that are still here when all were asked are asked again.</summary>
    private static readonly TimeSpan LeaveAgain = TimeSpan.FromMilliseconds(ConnectionLedger.LeaveTime / 2);

    private readonly string _name;
    private readonly ISessionFactory _factory;
    private readonly GatewayContext _gateway;
    private readonly ServiceHealth _health = new();
    private readonly ServiceLoad _load;
    private readonly HostedSessions _sessions;
    private readonly Reservations _reservations = new();
    private readonly Queue<HostedSession> _leaving = new();
    private readonly List<HostedSession> _asked = [];
    private int _batch;
    private long _askedAt;
    private readonly ILogger _log;

    private ServiceActor(string name, ISessionFactory factory, GatewayContext gateway)
    {
        (_name, _factory, _gateway) = (name, factory, gateway);
        _log = gateway.LoggerFactory.CreateLogger("SocketGateway.Services");
        _load = gateway.Loads.Add(name, gateway.Services.GetValueOrDefault(name)?.MaxSessions ?? 0, StateReadability.Of(factory.SessionType));
        _sessions = new HostedSessions(_load);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(string name, ISessionFactory factory, GatewayContext gateway) =>
        ActorProps.For(() => new ServiceActor(name, factory, gateway));

    /// <summary>A session's end is told to its connection, which decides what follows.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionOpening opening:
                Open(opening);
                break;
            case PlacementProtocol.Reserve reserve:
                Reserve(reserve);
                break;
            case ServiceProtocol.Drain drain:
                Drain(drain.Draining);
                break;
            case LeaveTick:
                AskToLeave();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(SessionOpening opening)
    {
        var open = opening.Open;
        var id = open.Connection.Id;
        var older = _sessions.Find(id);
        if (older?.Epoch >= open.Epoch) return;
        if (WhyNot(open, replaces: older is not null) is { } reason)
        {
            opening.Connection.Tell(new SessionProtocol.Refused(open.Epoch, reason), Self);
            return;
        }

        // At most one epoch of a connection at a time, whatever was lost on the way (rule 1).
        older?.Actor.Tell(new SessionProtocol.Ended(older.Epoch, SessionEnds.Replaced), Self);
        var hosted = new HostedSession(id, open.Epoch, opening.Connection);
        _sessions.Add(hosted);
        try
        {
            var (session, scope) = _factory.Create();
            hosted.Actor = Context.ActorOf(SessionActor.PropsFor(open, hosted, session, scope, _health, _sessions, _gateway, _log), $"{id}-{open.Epoch}");
        }
        catch (Exception error)
        {
            _sessions.Remove(hosted);
            ServiceLog.CannotCreate(_gateway.Repeats, _log, error, _name);
            opening.Connection.Tell(new SessionProtocol.Failed(open.Epoch, onInput: false, serviceFailing: false, $"{error.GetType().Name}: {error.Message}"), Self);
        }
    }

    /// <summary>Why the session cannot be here; null when it can.</summary>
    private string? WhyNot(SessionProtocol.Open open, bool replaces)
    {
        if (_load.Draining) return RefusalReasons.Draining;
        if (!_load.CanRead(open.State?.Type ?? "", open.State?.Version ?? 0, open.Start)) return RefusalReasons.StateVersion;
        if (_load.MaxSessions == 0) return null;
        var taken = _load.Sessions - (replaces ? 1 : 0);
        if (taken >= _load.MaxSessions) return RefusalReasons.Full;

        // A place that is kept is for a session that goes on, not for a client that has just come.
        if (open.Start == StartKind.New) return taken + _reservations.Count(MonotonicClock.Now) >= _load.MaxSessions ? RefusalReasons.Full : null;
        _reservations.Use();
        return null;
    }

    private void Reserve(PlacementProtocol.Reserve reserve)
    {
        var (wish, now) = (reserve.For, MonotonicClock.Now);
        var refusal = _load.Draining ? RefusalReasons.Draining
            : !_load.CanRead(wish.StateType, wish.StateVersion, StartKind.Resumed) ? RefusalReasons.StateVersion
            : _load.MaxSessions > 0 && _load.Sessions + _reservations.Count(now) >= _load.MaxSessions ? RefusalReasons.Full
            : null;
        if (refusal is null && _load.MaxSessions > 0) _reservations.Add(now);
        reserve.Connection.Tell(refusal is null ? new PlacementProtocol.Found(wish.Epoch, _gateway.Self) : new PlacementProtocol.NotFound(wish.Epoch, refusal), Self);
    }

    private void Drain(bool draining)
    {
        if (_load.Draining == draining) return;
        _load.Draining = draining;
        ServiceLog.Draining(_log, _name, draining, _load.Sessions);
        _leaving.Clear();
        _asked.Clear();
        _batch = 1;
        if (draining) AskToLeave();
        else Timers.Cancel(LeaveTick.Instance);
    }

    /// <summary>Only asks: a session goes on until its connection has found it a place (rule 16).</summary>
    private void AskToLeave()
    {
        var now = MonotonicClock.Now;
        _asked.RemoveAll(session => _sessions.Find(session.Id) != session);
        if (_asked.Count == 0 || now - _askedAt > LeavePatience)
        {
            if (_leaving.Count == 0)
            {
                foreach (var session in _sessions.All) _leaving.Enqueue(session);
            }

            _asked.Clear();
            _askedAt = now;
            while (_asked.Count < _batch && _leaving.TryDequeue(out var session))
            {
                _asked.Add(session);
                session.Connection.Tell(new SessionProtocol.Leaving(session.Epoch), session.Actor);
            }

            _batch = Math.Min(2 * _batch, LargestBatch);
        }

        Timers.StartSingleTimer(LeaveTick.Instance, LeaveTick.Instance, _leaving.Count > 0 ? LeavePace : LeaveAgain);
    }

    private sealed class LeaveTick
    {
        public static readonly LeaveTick Instance = new();
    }
}
