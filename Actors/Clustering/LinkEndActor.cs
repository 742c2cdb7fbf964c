using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>
/// One end of one link: gives a <see cref="LinkLedger"/> its turn, between what this node has to say and the link's own TCP connection. What comes is queued first and flushed later, so
/// that frames gather what came together.
/// </summary>
internal abstract class LinkEndActor : ActorBase, ILinkEffects
{
    protected static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>One read; with all that a frame holds, and small enough to stay out of the large object heap.</summary>
    private const int ReadBufferBytes = 64 * 1024;

    /// <summary>What counts handshakes names them so, in the place of a listener.</summary>
    private const string TlsName = "links";

    /// <summary>How long the other end of a link that was given up may still speak, in milliseconds: a process that was frozen hears that it is over, and what it says is counted.</summary>
    private const long FarewellPatience = 30_000;

    private readonly IActorRef _self;
    private readonly FlushLater _flushLater;
    private readonly List<LinkWire> _closed = [];
    private ICancelable? _ticks;
    private LinkMeter? _meter;
    private LinkWire? _wire;
    private IActorRef? _securing;
    private long _ticked = MonotonicClock.Now;
    private bool _flushing;

    protected LinkEndActor(ClusterContext cluster) => (Cluster, _self, _flushLater) = (cluster, Self, new FlushLater(Self));

    protected ClusterContext Cluster { get; }

    /// <summary>Null while there is none: before the first, and between one that ended and the next.</summary>
    protected LinkLedger? Ledger { get; private set; }

    /// <summary>There is a TCP connection to the other end, or is about to be.</summary>
    protected bool IsWired => _wire is not null || _securing is not null;

    /// <summary>How this end shows itself, and whom it takes; null for clear text.</summary>
    protected abstract TlsSettings? Tls { get; }

    internal static TcpSettings SocketSettings => TcpSettings.Create(Context.System) with { MaxFrameSizeBytes = ReadBufferBytes };

    protected override void PreStart() => _ticks = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(TickInterval, TickInterval, _self, Tick.Instance, _self);

    protected override void PostStop()
    {
        _ticks?.Cancel();
        Ledger?.Lose("stopped");
        _wire?.Abort(_self);
        foreach (var wire in _closed) wire.Abort(_self);
    }

    /// <summary>There is a connection; it is secured where it has to be, and then <see cref="OnWired"/>.</summary>
    /// <param name="owner">The socket's actor, which has no handler yet.</param>
    /// <param name="socket">What it owns, where that is known.</param>
    protected void Wire(IActorRef owner, Socket? socket)
    {
        if (Tls is { } tls)
        {
            _securing = Context.ActorOf(TlsSocketActor.PropsForClient(owner, _self, TlsName, tls, default, reading: false, registers: true));
            return;
        }

        owner.Tell(new Tcp.Register(_self, keepOpenOnPeerClosed: true), _self);
        Use(new LinkWire(socket, owner, Cluster.Limits.MaxFrame));
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
            case WriteAck:
                if (_wire is { } acknowledged && acknowledged.Owner.Equals(Sender)) acknowledged.Acknowledged();
                break;
            case Tcp.Event or TlsSocketActor.Failed or TlsSocketActor.CutOff when _wire is { } wire && wire.Owner.Equals(Sender):
                ReceiveFromWire(wire, message, now);
                break;
            case Tcp.Event or TlsSocketActor.Failed or TlsSocketActor.CutOff when _closed.Find(w => w.Owner.Equals(Sender)) is { } late:
                ReceiveLate(late, message);
                break;
            case TlsSocketActor.Secured or TlsSocketActor.Failed or Tcp.ConnectionClosed when Sender.Equals(_securing):
                OnSecured(message);
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

    /// <summary>There is a connection to the other end.</summary>
    protected abstract void OnWired();

    /// <summary>A frame while there is no ledger.</summary>
    protected abstract void OnFirstFrame(ReadOnlyMemory<byte> frame, long now);

    /// <summary>There was a connection, and is none any more.</summary>
    protected abstract void OnUnwired();

    protected virtual void OnTick(long now, long late)
    {
        Ledger?.Tick(now, late);
        if (Ledger is not null) _meter!.Update(Ledger.Statistics);
        foreach (var wire in _closed)
        {
            if (now - wire.ClosedAt > FarewellPatience) wire.Abort(_self);
        }
    }

    /// <summary>The link is over; <see cref="Ledger"/> is still the one that ended.</summary>
    protected abstract void OnDown(string reason);

    protected abstract void OnUp(NodeId peer);

    protected abstract void OnMessage(ConnectionId connection, SessionProtocol message);

    protected abstract void OnControl(LinkControl message);

    protected abstract void OnTooLarge(ConnectionId connection, int epoch, int bytes);

    /// <summary>The link is over, and its connection with it.</summary>
    protected void Lose(string reason)
    {
        if (Ledger is { } ledger) ledger.Lose(reason);
        else CloseWire();
    }

    /// <summary>A word to the other end outside of any link.</summary>
    protected void Answer(ReadOnlySpan<byte> frame) => _wire?.Send(frame, _self);

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

    private void Use(LinkWire wire)
    {
        _wire = wire;
        wire.Pull(_self);
        OnWired();
    }

    private void OnSecured(object message)
    {
        var tls = _securing!;
        _securing = null;
        if (message is TlsSocketActor.Secured)
        {
            Use(new LinkWire(null, tls, Cluster.Limits.MaxFrame));
            return;
        }

        if (message is TlsSocketActor.Failed failed) Cluster.NotSecured(failed.Detail);
        Context.Stop(tls);
        OnUnwired();
    }

    /// <summary>What secured it is a child of this actor.</summary>
    private void Release(LinkWire wire)
    {
        if (wire.Owner.Path.Parent.Equals(_self.Path)) Context.Stop(wire.Owner);
    }

    private void ReceiveFromWire(LinkWire wire, object message, long now)
    {
        switch (message)
        {
            case Tcp.Received received:
                wire.Arrived(received);
                while (_wire == wire && wire.TryTake(out var frame)) Take(frame, now);
                if (wire.Error is not null && _wire == wire) Lose(LinkReasons.Malformed);
                if (_wire == wire) wire.Pull(_self);
                else Discard(wire);
                break;
            case Tcp.CommandFailed { Cmd: Tcp.WriteCommand }:
                wire.Abort(_self);
                break;
            case Tcp.ConnectionClosed or TlsSocketActor.Failed:
                // A service node, too, is over with its sessions: nothing it says could arrive any more.
                if (message is Tcp.PeerClosed) wire.Abort(_self);
                _wire = null;
                Release(wire);
                Ledger?.Lose("disassociated");
                OnUnwired();
                break;
        }
    }

    private void Take(ReadOnlyMemory<byte> frame, long now)
    {
        if (!TryHear(now)) Lose("slept");
        else if (Ledger is { } ledger) ledger.Receive(frame, now);
        else OnFirstFrame(frame, now);
    }

    private void CloseWire()
    {
        if (_wire is not { } wire) return;
        _wire = null;
        _closed.Add(wire);
        wire.Close(MonotonicClock.Now, _self);
        wire.Pull(_self);
        OnUnwired();
    }

    /// <summary>What comes over a link that was given up changes nothing.</summary>
    private void ReceiveLate(LinkWire wire, object message)
    {
        switch (message)
        {
            case Tcp.Received received:
                wire.Arrived(received);
                Discard(wire);
                break;
            case Tcp.CommandFailed { Cmd: Tcp.WriteCommand }:
                wire.Abort(_self);
                break;
            case Tcp.ConnectionClosed and not Tcp.PeerClosed or TlsSocketActor.Failed:
                _closed.Remove(wire);
                Release(wire);
                break;
        }
    }

    private void Discard(LinkWire wire)
    {
        while (wire.TryTake(out _)) LinkMeter.Fenced(LinkMeter.OldLink);
        if (wire.Error is null) wire.Pull(_self);
        else wire.Abort(_self);
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
