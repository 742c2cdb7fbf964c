using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>
/// The bandwidth of the listener, at the sockets' edge: the ledger asks for reads and writes as ever, and what is held here looks to it like a peer that is slow. Without a limit each of these
/// places costs a look at a field that is null.
/// </summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Those that wait for the same bucket wake in another order each time, or the first would always find the most. Milliseconds: a tick of the scheduler.</summary>
    private const int WakeSpread = 20;

    /// <summary>Bytes of some channel wait for the limit.</summary>
    private bool IsThrottled => HeldUntil < long.MaxValue;

    /// <summary>The instant from which something that is held may go on.</summary>
    private long HeldUntil
    {
        get
        {
            var until = long.MaxValue;
            if (_bandwidth is null) return until;
            for (var channel = 0; channel < LedgerLimits.MaxChannels; channel++) until = Math.Min(until, SocketAt(channel)?.HeldUntil ?? until);
            return until;
        }
    }

    /// <summary>A window that the limit keeps full is nobody's fault.</summary>
    private HeldUpBy BlamedSide => _ledger.HeldUpBy == HeldUpBy.Client && _client.HoldsWrite ? HeldUpBy.Nobody : _ledger.HeldUpBy;

    private ChannelSocket Limited(ChannelSocket socket)
    {
        if (_bandwidth is not null) socket.Limit(_bandwidth);
        return socket;
    }

    private bool HoldsRead(int channel) =>
        SocketAt(channel)?.TryHoldRead(discards: _ledger.Phase >= LedgerPhase.Closing || _ledger.Account(channel) is { ShutdownSent: true }) == true;

    private void ReleaseHeld(long now)
    {
        for (var channel = 0; channel < LedgerLimits.MaxChannels; channel++)
        {
            if (SocketAt(channel) is not { } socket) continue;
            if (socket.HoldsRead && !HoldsRead(channel)) Read(channel);
            if (socket.HoldsWrite && socket.WriteOn(Self) is > 0 and var taken) _ledger.Written(channel, taken, now);
        }
    }

    private void TellThrottled(long now)
    {
        for (var channel = 0; channel < LedgerLimits.MaxChannels; channel++)
        {
            if (SocketAt(channel) is { HeldUntil: < long.MaxValue } socket) _ledger.Throttled(channel, socket.HoldsWrite, now);
        }
    }
}
