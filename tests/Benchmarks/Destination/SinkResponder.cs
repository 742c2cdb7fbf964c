using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>Throws away what comes, and says with one byte that <paramref name="size"/> bytes have come; a connection with other bytes than the pattern's is closed.</summary>
internal sealed class SinkResponder(int size) : Responder
{
    private static readonly byte[] Receipts = [1];

    public override int Read(Peer peer)
    {
        var position = peer.Received % size;
        var room = BulkPattern.Room(Buffer, position);
        var received = TcpSocket.Receive(peer.Descriptor, room[..(int)Math.Min(room.Length, size - position)]);
        if (received <= 0)
            return received;
        if (!BulkPattern.Fits(Buffer, position + received))
            return 0;
        peer.Received += received;
        if (peer.Received % size == 0)
            peer.Owed++;
        return received;
    }

    public override int Write(Peer peer) => Sent(peer, TcpSocket.Send(peer.Descriptor, Receipts));
}
