using System.Net;
using System.Runtime.InteropServices;
using Akka.Actor;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Actors.Relay;

/// <summary>
/// The way of one connection to a destination: chooses one, tries the next when that cannot be connected to, waits while there is none, and lets the pair move the bytes. It runs on its
/// loop's thread; only <see cref="ILease"/> and <see cref="IForwarded"/> are called from others.
/// </summary>
internal sealed class ForwardLease : ILease, IForwarded, IRelayHandler, IDestinationWaiter
{
    private const int Start = 0, TryAgain = 1, FinishSoon = 2, AbortNow = 3;

    private readonly ForwardLender _lender;
    private readonly ConnectionInfo _connection;
    private readonly RelayLoop _loop;
    private readonly RelayPair _pair;
    private readonly long _began = MonotonicClock.Now;
    private SafeHandle? _socket;
    private IActorRef _owner = ActorRefs.Nobody;
    private Destination? _destination;
    private IPEndPoint? _endPoint;
    private List<Destination>? _tried;
    private int _attempts;

    /// <summary>Null for as long as it had nothing to wait for.</summary>
    private ConnectPatience? _patience;

    private bool _waits;
    private bool _called;
    private volatile LeaseDestination? _connected;

    public ForwardLease(ForwardLender lender, ConnectionInfo connection, ConnectionBandwidth? bandwidth)
    {
        (_lender, _connection) = (lender, connection);
        _loop = lender.Relay.Next();
        _pair = new RelayPair(_loop, this, lender.Settings.Limits, bandwidth);
    }

    public LeaseStatus Status => new(_pair.IsRelaying ? "relaying" : "connecting", _pair.Received, _pair.Sent, _pair.HeldUpBy, _pair.IsIdle)
    {
        Destination = _connected,
        Paused = (TimeSpan.FromMilliseconds(_pair.Paused.Client), TimeSpan.FromMilliseconds(_pair.Paused.Destination)),
    };

    bool IForwarded.IsIdle => _pair.IsIdle;

    public void Begin(SafeHandle socket, IActorRef owner)
    {
        (_socket, _owner) = (socket, owner);
        _loop.Post(_pair, Start);
    }

    public void Finish(string reason) => _loop.Post(_pair, FinishSoon, reason);

    public void Abort(string reason) => _loop.Post(_pair, AbortNow, reason);

    /// <summary>What the protocol of the bytes is nobody here knows, so there is nothing that could be told to either side.</summary>
    public void Drain(TimeSpan remaining)
    {
    }

    /// <summary>From any thread: a destination may have room.</summary>
    void IDestinationWaiter.Ready() => _loop.Post(_pair, TryAgain);

    void IRelayHandler.OnCommand(int command, string? reason)
    {
        switch (command)
        {
            case Start when !_pair.TryBegin((int)_socket!.DangerousGetHandle()):
                _pair.End(RelayEnd.Gateway, CloseReasons.IoError);
                break;
            case Start:
                TryNext();
                break;
            case TryAgain when _waits:
                (_waits, _called) = (false, true);
                TryNext();
                break;
            case FinishSoon:
                StopWaiting();
                _pair.Finish(reason ?? CloseReasons.None);
                break;
            case AbortNow:
                _pair.End(RelayEnd.Gateway, reason ?? CloseReasons.Internal);
                break;
        }
    }

    void IRelayHandler.Connected()
    {
        _lender.Pool.Connected(_destination!);
        _tried = null;
        var took = TimeSpan.FromMilliseconds(_loop.Now - _began);
        _connected = new LeaseDestination(_destination!.Name, _endPoint!.ToString(), took, _attempts);
        _lender.Meter.Connected(_destination.Name, took);
        _lender.Connections.Add(this, _destination.Name);
        if (_connection.Trace.TraceFlags != 0) _owner.Tell(new LeaseProtocol.Happened(SpanEvents.Connected, $"{_destination.Name} {_endPoint} at attempt {_attempts}"));
    }

    void IRelayHandler.ConnectFailed(int error)
    {
        var failure = FailureOf(error);
        var failed = _destination!;

        // First the books: whatever the log may do, a place is given back once.
        _destination = null;
        _lender.Pool.ConnectFailed(failed, failure, _loop.Now);
        (_tried ??= []).Add(failed);
        _lender.ConnectFailed(_connection, failed.Name, _endPoint!, failure);
        if (_tried.Count > _lender.Settings.Retries) TryLater();
        else TryNext();
    }

    void IRelayHandler.Moved(long received, long sent) => _lender.Meter.Moved(received, sent);

    void IRelayHandler.Buffered(int change) => _lender.Load.AddBuffered(change);

    void IRelayHandler.Paused(HeldUpBy side, long milliseconds) => ForwardMeter.Paused(side, milliseconds);

    void IRelayHandler.OnDue()
    {
        StopWaiting();
        if (MayWait()) TryNext();
        else GiveUp();
    }

    void IRelayHandler.Ended(RelayEnd end, string reason)
    {
        StopWaiting();
        _lender.Connections.Remove(this);
        if (_destination is not null)
        {
            var kind = end == RelayEnd.Destination ? reason == CloseReasons.ConnectionTimeout ? ReleaseKind.TimedOut : ReleaseKind.Reset : ReleaseKind.Orderly;
            _lender.Pool.Released(_destination, kind, heard: _pair.Sent > 0, _loop.Now);
        }

        _socket!.Dispose();
        _owner.Tell(new LeaseProtocol.Ended(end == RelayEnd.Destination && reason == CloseReasons.ConnectionReset ? CloseReasons.DestinationReset : reason, end == RelayEnd.Orderly));
    }

    private void TryNext()
    {
        var pool = _lender.Pool;
        var result = pool.Take(new ForwardRequest(_lender.Settings.HashOf(_connection), CollectionsMarshal.AsSpan(_tried), _called ? this : null), _loop.Now);
        _called = false;
        if (result.IsTaken)
        {
            (_destination, _endPoint) = (result.Destination, result.Address);
            _attempts++;
            _pair.Connect(_endPoint, ProxyPreface.Of(_connection, _lender.Settings.ProxyProtocol));
        }
        else if (result.Status == TakeStatus.AllTried)
        {
            TryLater();
        }
        else if (MayWait() && pool.TryWait(this, result))
        {
            _waits = true;
            _pair.WaitUntil(_patience!.Until);
        }
        else
        {
            GiveUp();
        }
    }

    /// <summary>All that are up failed: it may be a restart that takes a moment.</summary>
    private void TryLater()
    {
        _tried?.Clear();
        if (!MayWait())
        {
            GiveUp();
            return;
        }

        _pair.WaitUntil(_loop.Now + _patience!.NextPause(_loop.Now));
    }

    private bool MayWait() => (_patience ??= new ConnectPatience(_lender.Settings.HoldTimeout)).MayWait(_loop.Now);

    private void GiveUp()
    {
        var reason = _attempts > 0 ? CloseReasons.ConnectFailed : CloseReasons.NoDestination;
        _lender.GaveUp(_connection, reason);
        if (_lender.Settings.Banner is { } banner) _pair.Finish(reason, banner);
        else _pair.End(RelayEnd.Gateway, reason);
    }

    private void StopWaiting()
    {
        if (!_waits) return;
        _waits = false;
        _lender.Pool.StopWaiting(this);
    }

    private static ConnectFailure FailureOf(int error) => error switch
    {
        Libc.Refused => ConnectFailure.Refused,
        Libc.TimedOut => ConnectFailure.TimedOut,
        Libc.ConnectionReset => ConnectFailure.Reset,
        Libc.HostUnreachable or Libc.NetworkUnreachable => ConnectFailure.Unreachable,
        _ => ConnectFailure.Other,
    };
}
