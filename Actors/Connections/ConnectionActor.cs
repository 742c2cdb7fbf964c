using Akka.Actor;
using Akka.IO;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// The handler of one Akka.IO connection, and the only writer to its socket. All it knows is in its <see cref="ConnectionLedger"/>; it turns messages into the
/// ledger's events and performs the ledger's effects. It is never restarted: when it dies its socket is reset and its session told.
/// </summary>
internal sealed partial class ConnectionActor : ActorBase, ILedgerEffects
{
    /// <summary>What a session's answer to Stop may take beside the step under way, in milliseconds.</summary>
    private const long StopMargin = 5_000;

    private readonly GatewayContext _gateway;
    private readonly AcceptedConnection _accepted;
    private readonly IActorRef _router;
    private readonly ConnectionLedger _ledger;
    private readonly ConnectionTrace _trace;
    private readonly ConnectionMeter _meter;
    private readonly ConnectionChannels _channels;
    private readonly ConnectionBandwidth? _bandwidth;
    private readonly long _began = MonotonicClock.Now;
    private IActorRef _socket;
    private ChannelSocket _client;
    private IActorRef _session = ActorRefs.Nobody;
    private ICancelable? _timer;
    private ICancelable? _segmentTimer;
    private long _timerDue = long.MaxValue;
    private bool _ended;

    private ConnectionActor(GatewayContext gateway, AcceptedConnection accepted, IActorRef router)
    {
        (_gateway, _accepted, _router, _socket) = (gateway, accepted, router, accepted.Owner);
        var listener = accepted.Listener;
        var policy = gateway.Services[listener.Service];
        _trace = ConnectionTrace.Begin(accepted.Id, accepted.Sockets, listener.Name, listener.Service, accepted.Prelude?.Header?.TraceParent);
        _bandwidth = listener.Bandwidth?.Begin(_began);
        _client = Limited(new ChannelSocket(accepted.Socket, _socket));
        _meter = new ConnectionMeter(gateway.Load, listener);
        _channels = new ConnectionChannels(accepted.Sockets, listener);
        var limits = gateway.Limits with
        {
            IdleTimeout = (long)listener.IdleTimeout.TotalMilliseconds,
            HoldTimeout = (long)policy.HoldTimeout.TotalMilliseconds,
            Resume = policy.Resume,
            StopTimeout = (long)gateway.StepTimeout.TotalMilliseconds + StopMargin,
        };
        _ledger = new ConnectionLedger(accepted.InfoWith(_trace.Context), listener.Service, limits, this);
    }

    public static Props PropsFor(GatewayContext gateway, AcceptedConnection accepted, IActorRef router) =>
        ActorProps.For(() => new ConnectionActor(gateway, accepted, router));

    protected override void PreStart()
    {
        _gateway.Directory.Add(_accepted.Id, Self);
        if (Log.IsEnabled(LogLevel.Debug)) ConnectionLog.Accepted(Log, Name, _accepted.Listener.Name, _accepted.Sockets.ToString());

        // The end of input must not close the socket: the service may still have something to say.
        if (!BeginsWithTls) _socket.Tell(new Tcp.Register(Self, keepOpenOnPeerClosed: true));
        Context.Watch(_socket);
        var now = MonotonicClock.Now;
        _ledger.Start(now, BeginsWithTls);

        // Whoever comes out of an accept queue after the others were told.
        if (_gateway.DrainsUntil is < long.MaxValue and var until) _ledger.Drain(TimeSpan.FromMilliseconds(Math.Max(0, until - now)), now);
        Settle();
    }

    protected override void PostStop()
    {
        if (_ledger.Phase != LedgerPhase.Ended)
        {
            // Only an error in here ends an actor whose connection has not ended.
            _session.Tell(new SessionProtocol.Ended(_ledger.Epoch, CloseReasons.Internal), Self);
            _socket.Tell(Tcp.Abort.Instance, Self);
            Conclude(CloseReasons.Internal);
        }

        _timer?.Cancel();
        _segmentTimer?.Cancel();
    }

    protected override bool Receive(object message)
    {
        var now = MonotonicClock.Now;
        switch (message)
        {
            case Tcp.Received received:
                if (ChannelOfSender() is >= 0 and var read) Take(read, ByteStrings.AsMemory(received.Data), now);
                else PassToTls(received);
                break;
            case Commit commit:
                if (_feed is not null) TellCommit(commit);
                _ledger.Commit(commit, now);
                break;
            case WriteAck:
                var written = ChannelOfSender();
                if (written >= 0) _ledger.Written(written, SocketAt(written)!.Acknowledged(Self), now);
                else if (Sender.Equals(_clear)) _ledger.Written(0, _clearClient!.Acknowledged(Self), now);
                break;
            case Tick:
                _timerDue = long.MaxValue;
                if (_bandwidth is not null) TellThrottled(now);
                _ledger.Tick(now);
                break;
            case SessionProtocol answer:
                ReceiveFromSession(answer, now);
                break;
            case Tcp.Event happened:
                ReceiveFromSocket(happened, now);
                break;
            default:
                if (!ReceiveOther(message, now)) return false;
                break;
        }

        if (_bandwidth is not null && !_ended) ReleaseHeld(now);
        if (_readsDue != 0) ReadWhatIsDue(now);
        Settle();
        return true;
    }

    private ILogger Log => _meter.Log(_gateway.LoggerFactory);

    private string Name => _accepted.Id.ToString();

    private void Take(int channel, ReadOnlyMemory<byte> bytes, long now)
    {
        SocketAt(channel)!.Received(bytes.Length);
        _ledger.Received(channel, Count(bytes), now);
    }

    private ReadOnlyMemory<byte> Count(ReadOnlyMemory<byte> bytes)
    {
        _meter.Received(bytes.Length);
        if (_feed is not null) Tell("received", $"{bytes.Length} bytes");
        return bytes;
    }

    private void ReceiveFromSession(SessionProtocol message, long now)
    {
        switch (message)
        {
            case SessionProtocol.Opened opened when opened.Epoch == _ledger.Epoch && _ledger.Phase == LedgerPhase.Opening:
                Opened(opened, now);
                break;
            case SessionProtocol.Opened stale:
                CountIfFenced(stale);
                Sender.Tell(new SessionProtocol.Ended(stale.Epoch, "replaced"), Self);
                break;
            case SessionProtocol.Refused refused:
                Refused(refused, now);
                break;
            case SessionProtocol.Leaving leaving:
                Leaving(leaving, now);
                break;
            case SessionProtocol.OpenChannel open:
                CountIfFenced(open);
                _ledger.OpenChannel(open);
                break;
            case SessionProtocol.Stopped stopped:
                CountIfFenced(stopped);
                _ledger.Stopped(stopped.Epoch, now);
                break;
            case SessionProtocol.Failed failed:
                if (failed.Epoch == _ledger.Epoch) ConnectionMeter.SessionFailed(_ledger.Service);
                CountIfFenced(failed);
                _ledger.Failed(failed, now);
                break;
        }
    }

    private bool ReceiveOther(object message, long now)
    {
        switch (message)
        {
            case ConnectionChannels.Connected connected:
                Limited(connected.Socket);
                if (_channels.Accept(connected, Self)) _ledger.ChannelUp(connected.Channel, connected.Local, connected.Peer);
                break;
            case ConnectionChannels.Listening listening:
                if (_channels.IsCurrent(listening.Channel, Sender)) _ledger.Listening(listening.Channel, listening.Local, listening.Error);
                break;
            case ConnectionChannels.ConnectFailed failed:
                if (_channels.IsCurrent(failed.Channel, Sender)) SocketIsGone(failed.Channel, orderly: false, failed.Reason, now);
                break;
            case TlsSocketActor.Secured secured:
                _ledger.Secured(secured.Tls, now);
                break;
            case TlsSocketActor.Failed failed:
                TlsFailed(failed, now);
                break;
            case TlsSocketActor.CutOff:
                NoteCutOff();
                break;
            case ConnectionProtocol.SessionGone gone:
                _ledger.Lost(gone.Epoch, "the session ended without a word", now);
                break;
            case ConnectionProtocol.Push push:
                Sender.Tell(_ledger.Push(push.Message) ? PushResult.Accepted : _ledger.Phase >= LedgerPhase.Closing ? PushResult.NotFound : PushResult.Busy);
                break;
            case ConnectionProtocol.GetSnapshot:
                Sender.Tell(Snapshot());
                break;
            case ConnectionProtocol.Watch watch:
                BeginFeed(watch.Feed);
                break;
            case ConnectionProtocol.Kick kick:
                _ledger.End(kick.Reason, now);
                break;
            case ConnectionProtocol.Abort abort:
                _ledger.Abort(abort.Reason);
                break;
            case ConnectionProtocol.CloseIfIdle idle:
                if (_ledger.IsIdle && !IsThrottled) _ledger.CloseOrderly(idle.Reason, now);
                break;
            case ConnectionProtocol.Drain drain:
                _ledger.Drain(drain.Remaining, now);
                break;
            case Segment:
                NextSegment();
                break;
            case Terminated terminated:
                SocketIsGone(terminated.ActorRef.Equals(_socket) ? 0 : _channels.Find(terminated.ActorRef), orderly: false, CloseReasons.ConnectionReset, now);
                break;
            default:
                return ReceiveFromPlacement(message, now);
        }

        return true;
    }

    /// <summary>After each event: the clock, the counters, and the end.</summary>
    private void Settle()
    {
        if (_onProbation) EndProbation();
        if (_ended)
        {
            Context.Stop(Self);
            return;
        }

        var heldUpBy = BlamedSide;
        _meter.Update(_ledger, heldUpBy);
        _trace.HeldUp(heldUpBy);
        if (_feed is not null) TellSide(heldUpBy);
        var due = Math.Min(_ledger.NextDue, HeldUntil);
        if (due >= _timerDue) return;
        _timer?.Cancel();
        _timerDue = due;
        var delay = TimeSpan.FromMilliseconds(Math.Max(1, _timerDue - MonotonicClock.Now) + (IsThrottled ? Random.Shared.Next(WakeSpread) : 0));
        _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, Tick.Instance, Self);
    }

    private void NextSegment()
    {
        _trace.NextSegment(_ledger.BytesReceived, _ledger.BytesSent);
        ScheduleSegment();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Segment
    {
        public static readonly Segment Instance = new();
    }
}
