namespace SocketGateway.Benchmarks.Load;

/// <summary>The socket itself.</summary>
internal sealed class PlainTransport : Transport
{
    public override void Open(ClientConnection connection)
    {
    }

    public override int Send(ClientConnection connection, ReadOnlySpan<byte> bytes) => TcpSocket.Send(connection.Descriptor, bytes);

    public override int Receive(ClientConnection connection, Span<byte> room) => TcpSocket.Receive(connection.Descriptor, room);

    public override bool HasMore(ClientConnection connection) => false;

    public override void Close(ClientConnection connection)
    {
    }

    public override void Dispose()
    {
    }
}
