using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// Owns a connection whose bytes somebody else moves: its place in the limits, its trace, its counters and its end are here, as with every connection; its descriptor is lent. While it
/// is lent this actor neither closes nor aborts the socket: it asks the lease to end, and acts when that has closed its own descriptor (rule 23).
/// <code>
/// Leased --Kick, Abort, idle--> Ending --Ended--> Closing --socket closed--> (stopped)
///    \--Ended--------------------------------------^
/// </code>
/// </summary>
internal sealed partial class LeasedConnectionActor : UntypedActor
{
    /// <summary>What a timer may come early, in milliseconds.</summary>
    private const long Early = 15;

    private static readonly TimeSpan FlushCheck = TimeSpan.FromMilliseconds(20);

    /// <summary>What a lease may take to end, and a socket to close; a client has half of it to take some of its last bytes.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly GatewayContext _gateway;
    private readonly AcceptedConnection _accepted;
    private readonly ILender _lender;
    private readonly ConnectionInfo _info;
    private readonly ILease _lease;
    private readonly ConnectionTrace _trace;
    private readonly ConnectionMeter _meter;
    private readonly long _began = MonotonicClock.Now;
    private IConnectionFeed? _feed;
    private ICancelable? _timer;
    private long _due;
    private long _flushUntil;
    private long _unsent = long.MaxValue;

    /// <summary>Why this actor asked for the end; what the lease says then is only how.</summary>
    private string? _asked;

    private bool _aborted;
    private string? _ended;
    private bool _concluded;

    private LeasedConnectionActor(GatewayContext gateway, AcceptedConnection accepted, ILender lender)
    {
        (_gateway, _accepted, _lender) = (gateway, accepted, lender);
        var listener = accepted.Listener;
        _trace = ConnectionTrace.Begin(accepted.Id, accepted.Sockets, listener.Name, listener.Service, accepted.Prelude?.Header?.TraceParent);
        _info = accepted.InfoWith(_trace.Context);
        _lease = lender.Lend(_info, listener.Bandwidth?.Begin(_began));
        _meter = new ConnectionMeter(gateway.Load, listener);
    }

    public static Props PropsFor(GatewayContext gateway, AcceptedConnection accepted, ILender lender) =>
        ActorProps.For(() => new LeasedConnectionActor(gateway, accepted, lender));

    private IActorRef Socket => _accepted.Owner;

    private bool IsEnding => _asked is not null || _ended is not null;

    protected override void PreStart()
    {
        _gateway.Directory.Add(_accepted.Id, Self);

        // In pull mode this reads nothing: the bytes are the lease's from the first one on.
        Socket.Tell(new Tcp.Register(Self, keepOpenOnPeerClosed: true));
        // Were the socket's actor to end by itself, a socket whose descriptor is borrowed would be shut down; one with a duplicate would live on.
        if (!_lender.IsEventLoop) Context.Watch(Socket);
        SafeHandle? lent = _lender.IsEventLoop ? SocketLoan.Of(_accepted.Socket) : SocketDuplicate.Of(_accepted.Socket);
        if (lent is null)
        {
            Reset(CloseReasons.IoError);
            return;
        }

        _lease.Begin(lent, Self);
        if (_gateway.DrainsUntil is < long.MaxValue and var until) _lease.Drain(TimeSpan.FromMilliseconds(Math.Max(0, until - _began)));
        if (_accepted.Listener.IdleTimeout > TimeSpan.Zero) After(_accepted.Listener.IdleTimeout);
    }

    protected override void PostStop()
    {
        _timer?.Cancel();
        if (_concluded) return;

        // Only an error in here ends an actor whose connection has not ended.
        if (_ended is null) _lease.Abort(CloseReasons.Internal);
        Conclude(CloseReasons.Internal);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LeaseProtocol.Ended ended:
                Ended(ended);
                break;
            case LeaseProtocol.Happened happened:
                Tell(happened.Name, happened.Detail);
                break;
            case ConnectionProtocol.Kick kick:
                End(kick.Reason);
                break;
            case ConnectionProtocol.Abort abort:
                // The last word of a gateway that must stop.
                if (_ended is null) End(abort.Reason);
                else Socket.Tell(Tcp.Abort.Instance, Self);
                break;
            case ConnectionProtocol.CloseIfIdle idle when !IsEnding && _lease.Status.IsIdle:
                Finish(idle.Reason);
                break;
            case ConnectionProtocol.Drain drain:
                _lease.Drain(drain.Remaining);
                break;
            case ConnectionProtocol.GetSnapshot:
                Sender.Tell(Snapshot());
                break;
            case ConnectionProtocol.Watch watch:
                _feed = watch.Feed;
                Tell("watched", $"{_accepted.Sockets}, {_lease.Status.Phase}");
                break;
            case ConnectionProtocol.Push:
                // There is no session that could take it.
                Sender.Tell(PushResult.NotFound);
                break;
            case Tick:
                OnTick();
                break;
            case Terminated or Tcp.ConnectionClosed:
                SocketIsGone();
                break;
            case ConnectionProtocol.CloseIfIdle or ConnectionProtocol.Move or Tcp.Event:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Ends the connection with an error, also one that was asked to finish and takes its time.</summary>
    private void End(string reason)
    {
        if (_aborted || _ended is not null) return;
        (_asked, _aborted) = (reason, true);
        _lease.Abort(reason);
        After(EndPatience);
    }

    private void Finish(string reason)
    {
        _asked = reason;
        _lease.Finish(reason);
        After(EndPatience);
    }

    private void Ended(LeaseProtocol.Ended ended)
    {
        if (_concluded)
        {
            Context.Stop(Self);
            return;
        }

        if (_ended is not null) return;
        _ended = _asked ?? ended.Reason;
        if (ended.Orderly)
        {
            Socket.Tell(Tcp.Close.Instance, Self);
            After(EndPatience);
        }
        else
        {
            ResetWhenSent();
        }
    }

    /// <summary>A reset makes the kernel drop what it has not sent, so that is waited for as long as the client takes some of it.</summary>
    private void ResetWhenSent()
    {
        var (unsent, now) = (KernelQueue.Unsent(_accepted.Socket), MonotonicClock.Now);
        if (unsent < _unsent) _flushUntil = now + (long)EndPatience.TotalMilliseconds / 2;
        _unsent = unsent;
        // After the client's reset the kernel keeps a number that nothing will ever change.
        if (unsent > 0 && now < _flushUntil && TcpCounts.Of(_accepted.Socket) is { IsOver: false })
        {
            After(FlushCheck);
            return;
        }

        _unsent = long.MaxValue;
        Socket.Tell(Tcp.Abort.Instance, Self);
        After(EndPatience);
    }

    private void OnTick()
    {
        // One that was cancelled may have been under way.
        if (MonotonicClock.Now < _due - Early) return;
        if (_ended is not null)
        {
            if (_unsent < long.MaxValue) ResetWhenSent();
            else SocketIsGone();
        }
        else if (_asked is not null)
        {
            // The lease is stuck. Better the socket closed with its descriptor open than a connection that never ends.
            Reset(_asked);
        }
        else
        {
            CheckIdle();
        }
    }

    private void CheckIdle()
    {
        var (limit, idle) = (_accepted.Listener.IdleTimeout, SocketIdleness.Of(_accepted.Socket));
        var heldUpBy = _lease.Status.HeldUpBy;

        // One that waits for its turn under the listener's limit is not idle.
        if (heldUpBy == HeldUpBy.Limit) idle = TimeSpan.Zero;
        if (idle < limit) After(limit - idle);
        else if (heldUpBy == HeldUpBy.Nobody) Finish(CloseReasons.IdleTimeout);
        else End(CloseReasons.IdleTimeout);
    }

    private void Reset(string reason)
    {
        _ended = reason;
        Socket.Tell(Tcp.Abort.Instance, Self);
        After(EndPatience);
    }

    private void SocketIsGone()
    {
        if (_concluded) return;
        if (_ended is not null)
        {
            Conclude(_ended);
            Context.Stop(Self);
            return;
        }

        // Akka.IO gave the socket up; the lease has the only descriptor now, and knows nothing of it.
        Conclude(_asked ?? CloseReasons.IoError);
        _lease.Abort(CloseReasons.IoError);
    }

    private void Tell(string name, string detail)
    {
        _trace.Event(name, detail);
        var now = MonotonicClock.Now;
        if (_feed?.Add(now, now - _began, name, detail) == false) _feed = null;
    }

    private void After(TimeSpan delay)
    {
        _timer?.Cancel();
        _due = MonotonicClock.Now + (long)delay.TotalMilliseconds;
        _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, Tick.Instance, Self);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
