using Akka.Actor;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>The connection's part in TLS: its socket becomes one that speaks it. All else stays as it is.</summary>
internal sealed partial class ConnectionActor
{
    /// <summary>The socket as it was before a session asked for TLS; it goes on to tell this actor what belongs to the other.</summary>
    private IActorRef? _clear;

    /// <summary>What still hears the acknowledgements of clear text.</summary>
    private ChannelSocket? _clearClient;

    private bool BeginsWithTls => _accepted.Listener.Tls is { Implicit: true };

    void ILedgerEffects.StartTls(ReadOnlyMemory<byte> early, bool reading)
    {
        // Whoever speaks TLS from here on is told that this read was asked for.
        if (_client.HoldsRead) Read(0);
        var listener = _accepted.Listener;
        _clear = _socket;
        _socket = Context.ActorOf(TlsSocketActor.PropsForClient(_clear, Self, listener.Name, listener.Tls!, early, reading, registers: BeginsWithTls));
        Context.Watch(_socket);

        _client.HandOver(Self);
        _clearClient = _client;

        // From here on nothing may reach the kernel but what the TLS socket has encrypted.
        _client = Limited(new ChannelSocket(null, _socket));
    }

    private void PassToTls(object message)
    {
        if (Sender.Equals(_clear)) _socket.Forward(message);
    }

    private void TlsFailed(TlsSocketActor.Failed failed, long now)
    {
        var channel = ChannelOfSender();
        if (channel < 0) return;
        ConnectionLog.TlsFailed(_gateway.Repeats, Log, Name, _accepted.Listener.Name, failed.Reason, failed.Detail);
        if (channel == 0 && _ledger.Phase == LedgerPhase.Securing) _ledger.NotSecured(failed.Reason, now);
        else SocketIsGone(channel, orderly: false, failed.Reason, now);
    }

    private void NoteCutOff()
    {
        ConnectionLog.CutOff(_gateway.Repeats, Log, Name, _accepted.Listener.Name);
        if (_trace.IsRecorded) _trace.Event(Telemetry.SpanEvents.CutOff, "");
    }
}
