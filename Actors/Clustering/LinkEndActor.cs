using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// One end of one link: gives a <see cref="LinkLedger"/> its turn, between what this node has to say and the link's own TCP connection. What comes is queued first and flushed later, so
/// that frames gather what came together.
/// </summary>
internal abstract partial class LinkEndActor : ActorBase, ILinkEffects
{
    protected static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly IActorRef _self;
    private readonly FlushLater _flushLater;
    private ICancelable? _ticks;
    private LinkMeter? _meter;
    private long _ticked = MonotonicClock.Now;
    private bool _flushing;

    protected LinkEndActor(ClusterContext cluster) => (Cluster, _self, _flushLater) = (cluster, Self, new FlushLater(Self));

    protected ClusterContext Cluster { get; }

    /// <summary>Null while there is none: before the first, and between one that ended and the next.</summary>
    protected LinkLedger? Ledger { get; private set; }

    protected override void PreStart() => _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(TickInterval, TickInterval, _self, Tick.Instance, _self);

    protected override void PostStop()
    {
        _ticks?.Cancel();
        Ledger?.Leave("stopped");
        StopWires();
    }

    protected void Begin(LinkLedger ledger, string peer)
    {
        (Ledger, _meter) = (ledger, new LinkMeter(peer));
        ledger.Start(MonotonicClock.Now);
    }

    protected override bool Receive(object message)
    {
        var now = MonotonicClock.Now;
        switch (message)
        {
            case Tcp.Event or TlsSocketActor.Secured or TlsSocketActor.Failed or TlsSocketActor.CutOff when TryReceiveFromWire(message, now):
                break;
            case Flush:
                _flushing = false;
                Ledger?.Flush(now);
                break;
            case Tick:
                OnTick(now, Math.Max(0, now - _ticked - (long)TickInterval.TotalMilliseconds));
                _ticked = now;
                break;
            case LinkLost lost:
                Lose(lost.Reason);
                break;
            default:
                if (!ReceiveOther(message, now)) return false;
                break;
        }

        Settle();
        if (Ledger is { HasWork: true } && !_flushing)
        {
            _flushing = true;
            ThreadPool.UnsafeQueueUserWorkItem(_flushLater, preferLocal: false);
        }

        return true;
    }

    /// <summary>After each message.</summary>
    protected virtual void Settle()
    {
    }

    protected abstract bool ReceiveOther(object message, long now);

    /// <summary>A sign of life; false when it must not count, and the link is over with that.</summary>
    protected abstract bool TryHear(long now);

    /// <summary>A frame while there is no ledger.</summary>
    protected abstract void OnFirstFrame(ReadOnlyMemory<byte> frame, long now);

    protected virtual void OnTick(long now, long late)
    {
        Ledger?.Tick(now, late);
        if (Ledger is not null) _meter!.Update(Ledger.Statistics);
        EndFarewells(now);
    }

    /// <summary>The link is over; <see cref="Ledger"/> is still the one that ended.</summary>
    protected abstract void OnDown(string reason);

    protected abstract void OnUp(NodeId peer);

    protected abstract void OnMessage(ConnectionId connection, SessionProtocol message);

    protected abstract void OnControl(LinkControl message);

    protected abstract void OnTooLarge(ConnectionId connection, int epoch, int bytes);

    /// <summary>A reason with its particulars, for the log.</summary>
    protected string Why(string reason) => Ledger is { Detail.Length: > 0 } ledger ? $"{reason} ({ledger.Detail})" : reason;

    /// <summary>The link is over, and its connection with it; the other end is told, or it would take this one for killed.</summary>
    protected void Lose(string reason)
    {
        if (Ledger is { } ledger) ledger.Leave(reason);
        else CloseWire();
    }

    void ILinkEffects.SendFrame(ReadOnlySpan<byte> frame) => Answer(frame);

    void ILinkEffects.Up(NodeId peer) => OnUp(peer);

    void ILinkEffects.Deliver(ConnectionId connection, SessionProtocol message) => OnMessage(connection, message);

    void ILinkEffects.Deliver(LinkControl message) => OnControl(message);

    void ILinkEffects.TooLarge(ConnectionId connection, int epoch, int bytes) => OnTooLarge(connection, epoch, bytes);

    void ILinkEffects.Down(string reason)
    {
        _meter!.Update(Ledger!.Statistics);
        _meter.Reset();
        OnDown(reason);
        Ledger = null;
        CloseWire();
    }

    /// <summary>
    /// Queued behind what all other actors have to do at this moment: on the pool's queue for everybody, not on that of this thread, which comes first. Then frames gather the messages of
    /// the connections that are about to have their turn; and an idle process does it at once.
    /// </summary>
    private sealed class FlushLater(IActorRef self) : IThreadPoolWorkItem
    {
        public void Execute() => self.Tell(Flush.Instance, self);
    }

    private sealed class Flush
    {
        public static readonly Flush Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>The way to the other end is known to be gone, or to be gone over by another one.</summary>
    internal sealed record LinkLost(string Reason) : INoSerializationVerificationNeeded;
}
