using Akka.IO;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Connections;

/// <summary>What sockets have to say beside bytes: their ends, and writes that failed.</summary>
internal sealed partial class ConnectionActor
{
    private int _failedWrite = -1;

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
                // What looks like an end of input is the rest of a reset; the failed write behind it says so.
                break;
            case Tcp.PeerClosed:
                if (_feed is not null) Tell("input ended", channel == 0 ? "" : $"channel {channel}");
                _ledger.InputEnded(channel, now);
                break;
            case Tcp.ErrorClosed error:
                SocketIsGone(channel, orderly: false, SocketErrors.Reason(error.Cause), now);
                break;
            case Tcp.ConnectionClosed closed:
                var orderly = closed is Tcp.ConfirmedClosed or Tcp.Closed;
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

    private bool SawReset(int channel) => WriterOf(channel) is { SawReset: true };

    private void SocketIsGone(int channel, bool orderly, string reason, long now)
    {
        if (channel < 0) return;
        if (channel > 0) _channels.Release(channel, Context);
        _ledger.ChannelDown(channel, orderly, reason, now);
    }
}
