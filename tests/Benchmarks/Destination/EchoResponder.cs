using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>Sends back at once; only what the kernel does not take is kept, and then nothing is read.</summary>
internal sealed class EchoResponder : Responder
{
    public override int Read(Peer peer)
    {
        var received = TcpSocket.Receive(peer.Descriptor, Buffer);
        if (received <= 0)
            return received;
        peer.Received += received;
        peer.Owed = received;
        var sent = Sent(peer, TcpSocket.Send(peer.Descriptor, Buffer.AsSpan(0, received)));
        if (sent < 0 && sent != -Libc.EAgain)
            return sent;
        if (peer.Owed > 0)
            peer.Kept = Buffer[(received - (int)peer.Owed)..received];
        return received;
    }

    public override int Write(Peer peer) => Sent(peer, TcpSocket.Send(peer.Descriptor, peer.Kept.AsSpan(^(int)peer.Owed..)));
}
