namespace SocketGateway.Benchmarks.Load;

/// <summary>Sends one byte and expects <paramref name="size"/> bytes of <see cref="BulkPattern"/>.</summary>
internal sealed class DownloadConversation(int size) : Conversation
{
    private static readonly byte[] Request = [1];

    // All connections of a thread read into it: nobody looks at a byte after its read.
    private readonly byte[] _room = new byte[BulkPattern.Period];

    public override ClientConnection Create(int token) => new(token, Request, []);

    public override void Begin(ClientConnection connection) => connection.Sequence++;

    public override Span<byte> Room(ClientConnection connection) => BulkPattern.Room(_room, connection.Received);

    public override Exchange Judge(ClientConnection connection)
    {
        if (connection.Received > size || !BulkPattern.Fits(_room, connection.Received))
            return Exchange.Wrong;
        return connection.Received == size ? Exchange.Complete : Exchange.NeedMore;
    }
}
