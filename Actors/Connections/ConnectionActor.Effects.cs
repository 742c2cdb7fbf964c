using System.Net;
using Akka.Actor;
using Akka.IO;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What the ledger asks for, done with Akka.IO, the router and the session.</summary>
internal sealed partial class ConnectionActor
{
    void ILedgerEffects.Send(SessionProtocol message) => _session.Tell(message, Self);

    void ILedgerEffects.Read(int channel)
    {
        if (_bandwidth is null || !HoldsRead(channel)) Read(channel);
    }

    int ILedgerEffects.Write(int channel, ReadOnlyMemory<byte> bytes)
    {
        _meter.Sent(bytes.Length);
        if (_feed is not null) Tell("sent", $"{bytes.Length} bytes");
        return SocketAt(channel)!.Write(bytes, Self);
    }

    void ILedgerEffects.Listen(int channel, bool tls)
    {
        var policy = _gateway.Services[_ledger.Service];
        _channels.Listen(channel, policy.FirstPort, policy.LastPort, tls, Context);
    }

    void ILedgerEffects.Connect(int channel, IPEndPoint peer, bool tls) => _channels.Connect(channel, peer, tls, Context);

    // Never Close while input may come: it would reset the client. Everything is with the kernel by now, so this does not meet pending writes.
    void ILedgerEffects.Shutdown(int channel) => SocketOf(channel).Tell(Tcp.ConfirmedClose.Instance, Self);

    void ILedgerEffects.Reset(int channel) => Reset(channel);

    long ILedgerEffects.Unsent(int channel) => channel == 0 ? KernelQueue.Unsent(_accepted.Socket) : 0;

    void ILedgerEffects.Ended(string reason)
    {
        _ended = true;
        Conclude(reason);
    }

    private ChannelSocket? SocketAt(int channel) => channel == 0 ? _client : _channels.Socket(channel);

    private IActorRef SocketOf(int channel) => SocketAt(channel)?.Owner ?? ActorRefs.Nobody;

    private void Read(int channel)
    {
        if (SocketAt(channel) is { HasMore: true }) _readsDue |= 1 << channel;
        else SocketOf(channel).Tell(Tcp.ResumeReading.Instance, Self);
    }

    private void Reset(int channel)
    {
        if (channel == 0) _socket.Tell(Tcp.Abort.Instance, Self);
        else _channels.Release(channel, Context);
    }

    private void ScheduleSegment() => _segmentTimer =
        Context.System.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromMilliseconds(ConnectionTrace.SegmentMilliseconds), Self, Segment.Instance, Self);

    private void LogCapsule(string why)
    {
        var client = _ledger.Client;
        var content = _gateway.CapsuleContent ? Convert.ToHexStringLower(client.CopyHeld()) : "redacted";
        ConnectionLog.Poisoned(_gateway.Repeats, Log, new PoisonCapsule(
            Name, _ledger.Service, client.HeldBytes, client.Committed, why, _ledger.State?.Type ?? "none", _ledger.State?.Data.Length ?? 0, content));
    }

    /// <summary>The books are closed: once, whatever ended the connection.</summary>
    private void Conclude(string reason)
    {
        var seconds = (State.MonotonicClock.Now - _began) / 1000.0;
        EndFeed(reason);
        _gateway.Directory.Remove(_accepted.Id, _alias);
        _meter.Conclude(reason, seconds);
        _trace.End(reason, _ledger.BytesReceived, _ledger.BytesSent, _ledger.LastCommit);
        _meter.WriteAccess(_gateway.AccessLog, _accepted, _ledger, reason, seconds);
        Context.Parent.Tell(new ConnectionProtocol.Ended(_accepted.Id), Self);
    }
}
