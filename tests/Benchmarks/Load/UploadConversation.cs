namespace SocketGateway.Benchmarks.Load;

/// <summary>Sends <paramref name="size"/> bytes of <see cref="BulkPattern"/> and expects one byte, which says that they all arrived.</summary>
internal sealed class UploadConversation(int size) : Conversation
{
    public override ClientConnection Create(int token) => new(token, [], new byte[1]);

    public override void Begin(ClientConnection connection) => connection.Sequence++;

    public override ReadOnlySpan<byte> Unsent(ClientConnection connection) => BulkPattern.From(connection.Sent, size - connection.Sent);

    public override Exchange Judge(ClientConnection connection) => connection.Sent == size ? Exchange.Complete : Exchange.Wrong;

    public override int Payload(ClientConnection connection) => connection.Sent;
}
