using Akka.Actor;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// One end of one link: gives a <see cref="LinkLedger"/> its turn. What comes is queued first and flushed later, so that frames gather what came together.
/// </summary>
internal abstract class LinkEndActor : ActorBase, ILinkEffects
{
    protected static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly IActorRef _self;
    private readonly FlushLater _flushLater;
    private ICancelable? _ticks;
    private IActorRef? _answerTo;
    private readonly LinkMeter _meter;
    private long _ticked = MonotonicClock.Now;
    private bool _flushing;

    protected LinkEndActor(ClusterContext cluster, string peer) => (Cluster, _meter, _self, _flushLater) = (cluster, new LinkMeter(peer), Self, new FlushLater(Self));

    protected ClusterContext Cluster { get; }

    /// <summary>Null while there is none: before the first, and between one that ended and the next.</summary>
    protected LinkLedger? Ledger { get; private set; }

    /// <summary>The actor at the other end, once the link is up.</summary>
    protected IActorRef? Peer { get; private set; }

    /// <summary>Where frames go while no actor is known at the other end.</summary>
    protected abstract ICanTell Door { get; }

    protected override void PreStart() => _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(TickInterval, TickInterval, _self, Tick.Instance, _self);

    protected override void PostStop()
    {
        _ticks?.Cancel();
        Ledger?.Lose("stopped");
    }

    protected void Begin(LinkLedger ledger)
    {
        (Ledger, Peer) = (ledger, null);
        ledger.Start(MonotonicClock.Now);
    }

    protected override bool Receive(object message)
    {
        var now = MonotonicClock.Now;
        switch (message)
        {
            case LinkFrame frame:
                Take(frame.Bytes, now);
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
                Ledger?.Lose(lost.Reason);
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

    protected virtual void OnTick(long now, long late)
    {
        Ledger?.Tick(now, late);
        if (Ledger is not null) _meter.Update(Ledger.Statistics);
    }

    /// <summary>The link is over; <see cref="Ledger"/> is still the one that ended.</summary>
    protected abstract void OnDown(string reason);

    protected abstract void OnUp(NodeId peer);

    protected abstract void OnMessage(ConnectionId connection, SessionProtocol message);

    protected abstract void OnControl(LinkControl message);

    protected abstract void OnTooLarge(ConnectionId connection, int epoch, int bytes);

    void ILinkEffects.SendFrame(byte[] frame)
    {
        var to = _answerTo ?? Peer ?? Door;
        to.Tell(new LinkFrame(frame), _self);
    }

    void ILinkEffects.Up(NodeId peer)
    {
        Peer = Sender;
        OnUp(peer);
    }

    void ILinkEffects.Deliver(ConnectionId connection, SessionProtocol message) => OnMessage(connection, message);

    void ILinkEffects.Deliver(LinkControl message) => OnControl(message);

    void ILinkEffects.TooLarge(ConnectionId connection, int epoch, int bytes) => OnTooLarge(connection, epoch, bytes);

    void ILinkEffects.Down(string reason)
    {
        _meter.Update(Ledger!.Statistics);
        _meter.Reset();
        OnDown(reason);
        (Ledger, Peer) = (null, null);
    }

    private void Take(byte[] bytes, long now)
    {
        // An answer to somebody else's frame, such as one of a link long gone, goes to whoever sent it.
        _answerTo = Sender;
        if (TryHear(now)) Ledger?.Receive(bytes, now);
        if (Ledger is null) LinksActor.Refuse(bytes, Sender, _self);
        _answerTo = null;
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

    /// <summary>The way to the other end is known to be gone.</summary>
    internal sealed record LinkLost(string Reason) : INoSerializationVerificationNeeded;
}
