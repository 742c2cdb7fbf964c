using Akka.IO;

namespace SocketGateway.Actors.Sockets;

/// <summary>How a socket under TLS ends: said farewell, broken, or gone.</summary>
internal sealed partial class TlsSocketActor
{
    /// <summary>All output, close_notify, FIN; then whatever comes is read and discarded until the peer's FIN, as with any socket.</summary>
    private void ContinueClose()
    {
        if (_finSent || _handshaking || _plain.Count > 0 || _engine.IsWriting) return;
        if (!_saidFarewell)
        {
            _saidFarewell = true;
            if (_secured && _engine.Error is null) _engine.Shutdown();
            Send();
        }

        if (_sending || _engine.OutputBytes > 0) return;
        _finSent = true;
        _socket.Tell(Tcp.ConfirmedClose.Instance, Self);
    }

    private void Break(string reason, string detail)
    {
        End();
        _socket.Tell(Tcp.Abort.Instance, Self);
        _handler.Tell(new Failed(reason, detail), Self);
    }

    private void GoDown(Tcp.ConnectionClosed closed)
    {
        End();
        _handler.Tell(IsOrderly ? Tcp.ConfirmedClosed.Instance : closed, Self);
    }

    /// <summary>
    /// A client that said close_notify and closed its socket answers ours with a reset: that is how most of them end, and no fault. On a further channel whoever gets data must not
    /// end like that, since its session tells by the end whether all of it arrived.
    /// </summary>
    private bool IsOrderly => _saidFarewell && _endTold && _plain.Count == 0 && _acknowledgements == 0 && !(_ofChannel && _wrote);

    private void End()
    {
        _down = true;
        CountAbandoned();
    }

    private static string Describe(Exception error) => error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
}
