using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>Each byte that comes asks for a transfer of <paramref name="size"/> bytes.</summary>
internal sealed class SourceResponder(int size) : Responder
{
    public override int Read(Peer peer)
    {
        var received = TcpSocket.Receive(peer.Descriptor, Buffer);
        if (received <= 0)
            return received;
        peer.Received += received;
        peer.Owed += (long)received * size;
        return received;
    }

    /// <summary>Each transfer begins with the pattern's first byte.</summary>
    public override int Write(Peer peer) =>
        Sent(peer, TcpSocket.Send(peer.Descriptor, BulkPattern.From(peer.Sent % size, Math.Min(peer.Owed, size - peer.Sent % size))));
}
