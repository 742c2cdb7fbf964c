using System.Net.Sockets;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Clustering;

/// <summary>The TCP connection of the link, from its first byte to its last.</summary>
internal abstract partial class LinkEndActor
{
    /// <summary>One read; small enough to stay out of the large object heap.</summary>
    private const int ReadBufferBytes = 64 * 1024;

    /// <summary>What counts handshakes names them so, in the place of a listener.</summary>
    private const string TlsName = "links";

    /// <summary>How long the other end of a link that was given up may still speak, in milliseconds: a process that was frozen hears that it is over, and what it says is counted.</summary>
    private const long FarewellPatience = 30_000;

    private readonly List<LinkWire> _closed = [];
    private LinkWire? _wire;
    private IActorRef? _securing;

    internal static TcpSettings SocketSettings => TcpSettings.Create(Context.System) with { MaxFrameSizeBytes = ReadBufferBytes };

    /// <summary>There is a TCP connection to the other end, or is about to be.</summary>
    protected bool IsWired => _wire is not null || _securing is not null;

    /// <summary>A connection was closed from here, and the other end has not closed it yet.</summary>
    protected bool HasFarewells => _closed.Count > 0;

    /// <summary>How this end shows itself, and whom it takes; null for clear text.</summary>
    protected abstract TlsSettings? Tls { get; }

    /// <summary>There is a connection to the other end.</summary>
    protected abstract void OnWired();

    /// <summary>There was a connection, and is none any more, but for farewells.</summary>
    protected abstract void OnUnwired();

    /// <summary>The last farewell is over.</summary>
    protected virtual void OnFarewell()
    {
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

    /// <summary>A word to the other end outside of any link.</summary>
    protected void Answer(ReadOnlySpan<byte> frame) => _wire?.Send(frame, _self);

    /// <summary>What a socket, or what secures it, has to say; false when it is none of this end's.</summary>
    private bool TryReceiveFromWire(object message, long now)
    {
        if (_wire is { } wire && wire.Owner.Equals(Sender)) ReceiveFromWire(wire, message, now);
        else if (_closed.Find(closed => closed.Owner.Equals(Sender)) is { } late) ReceiveLate(late, message);
        else if (Sender.Equals(_securing)) ReceiveSecured(_securing, message);
        else return message is Tcp.ConnectionClosed or WriteAck;
        return true;
    }

    private void Use(LinkWire wire)
    {
        _wire = wire;
        wire.Pull(_self);
        OnWired();
    }

    private void ReceiveSecured(IActorRef tls, object message)
    {
        if (message is not (TlsSocketActor.Secured or TlsSocketActor.Failed or Tcp.ConnectionClosed)) return;
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

    private void ReceiveFromWire(LinkWire wire, object message, long now)
    {
        switch (message)
        {
            case WriteAck:
                wire.Acknowledged(_self);
                break;
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
                Ledger?.Lose(ConnectionProtocol.NodeLost.Disassociated);
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
                if (!HasFarewells) OnFarewell();
                break;
        }
    }

    private void Discard(LinkWire wire)
    {
        while (wire.TryTake(out _)) LinkMeter.Fenced(LinkMeter.OldLink);
        if (wire.Error is null) wire.Pull(_self);
        else wire.Abort(_self);
    }

    /// <summary>Whoever has not answered a close by now never will. What secures a socket says nothing after an abort, so nothing is waited for.</summary>
    private void EndFarewells(long now)
    {
        var ended = _closed.RemoveAll(wire =>
        {
            if (now - wire.ClosedAt <= FarewellPatience) return false;
            wire.Abort(_self);
            Release(wire);
            return true;
        });
        if (ended > 0 && !HasFarewells) OnFarewell();
    }

    /// <summary>The last word of a link is on its way: its connection ends in order, by the answer of the other end.</summary>
    private void StopWires()
    {
        var now = MonotonicClock.Now;
        _wire?.Abort(_self);
        foreach (var wire in _closed.Where(wire => now - wire.ClosedAt > TickInterval.TotalMilliseconds)) wire.Abort(_self);
    }

    /// <summary>What secured it is a child of this actor.</summary>
    private void Release(LinkWire wire)
    {
        if (wire.Owner.Path.Parent.Equals(_self.Path)) Context.Stop(wire.Owner);
    }
}
