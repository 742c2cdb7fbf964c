using System.Numerics;
using Akka.IO;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What sockets have to say beside bytes: their ends, and writes that failed.</summary>
internal sealed partial class ConnectionActor
{
    /// <summary>Reads past the sockets' actors in one turn, before others get theirs.</summary>
    private const int ReadsPerTurn = 8;

    private int _failedWrite = -1;

    /// <summary>A bit for each channel whose next read the ledger has asked for, and whose socket is likely to have it at hand.</summary>
    private int _readsDue;

    /// <summary>The sender of a socket's message tells the channel: late messages of a channel's former socket fit none.</summary>
    private int ChannelOfSender() => ReferenceEquals(Sender, _socket) || Sender.Equals(_socket) ? 0 : _channels.Find(Sender);

    private void ReceiveFromSocket(Tcp.Event message, long now)
    {
        var channel = ChannelOfSender();
        if (channel < 0)
        {
            PassToTls(message);
            return;
        }

        switch (message)
        {
            case Tcp.PeerClosed when SawReset(channel):
                // What looks like an end of input is the rest of a reset.
                SocketOf(channel).Tell(Tcp.Abort.Instance, Self);
                break;
            case Tcp.PeerClosed:
                if (_feed is not null) Tell("input ended", channel == 0 ? "" : $"channel {channel}");
                _ledger.InputEnded(channel, now);
                break;
            case Tcp.ErrorClosed error:
                SocketIsGone(channel, orderly: false, SocketErrors.Reason(error.Cause), now);
                break;
            case Tcp.ConnectionClosed closed:
                var orderly = closed is (Tcp.ConfirmedClosed or Tcp.Closed) && !SawReset(channel);
                SocketIsGone(channel, orderly, orderly ? CloseReasons.None : channel == _failedWrite && !SawReset(channel) ? CloseReasons.IoError : CloseReasons.ConnectionReset, now);
                break;
            case Tcp.CommandFailed { Cmd: Tcp.WriteCommand }:
                // A refused write would leave a hole in the stream: whatever the cause, the channel cannot go on. A socket that is closing
                // refuses what it still had before it says why it closes, so the reason is the one that follows.
                _failedWrite = channel;
                SocketOf(channel).Tell(Tcp.Abort.Instance, Self);
                break;
        }
    }

    /// <summary>Bulk is read here and now, as far as the windows go: one actor and one copy fewer on its way.</summary>
    private void ReadWhatIsDue(long now)
    {
        for (var reads = 0; _readsDue != 0; reads++)
        {
            var channel = BitOperations.TrailingZeroCount(_readsDue);
            _readsDue &= _readsDue - 1;
            if (SocketAt(channel) is not { } socket || _ledger.Account(channel) is not { } account) continue;
            var bytes = reads < ReadsPerTurn ? socket.TryRead(account, _ledger.Epoch) : default;
            if (bytes.IsEmpty) socket.Owner.Tell(Tcp.ResumeReading.Instance, Self);
            else _ledger.Received(channel, Count(bytes), now);
        }
    }

    private bool SawReset(int channel) => SocketAt(channel) is { SawReset: true };

    private void SocketIsGone(int channel, bool orderly, string reason, long now)
    {
        if (channel < 0) return;
        if (channel > 0)
        {
            if (_ledger.Account(channel) is { } account) SocketAt(channel)?.Release(account, _ledger.Epoch);
            _channels.Release(channel, Context);
        }

        if (channel == _failedWrite) _failedWrite = -1;
        _ledger.ChannelDown(channel, orderly, reason, now);
    }
}
