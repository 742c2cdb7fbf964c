using System.Buffers.Binary;

namespace SocketGateway.Benchmarks.Load;

/// <summary>Sends a message of a fixed size, different each time, and expects exactly the same back.</summary>
internal sealed class EchoConversation(int size) : Conversation
{
    public override ClientConnection Create(int token)
    {
        var request = new byte[size];
        for (var i = 0; i < size; i++)
            request[i] = (byte)(i * 31 + token);
        return new ClientConnection(token, request, new byte[size]);
    }

    public override void Begin(ClientConnection connection) =>
        BinaryPrimitives.WriteInt64LittleEndian(connection.Request, ++connection.Sequence);

    public override Exchange Judge(ClientConnection connection)
    {
        if (connection.Received < size)
            return Exchange.NeedMore;
        return connection.Response.AsSpan().SequenceEqual(connection.Request) ? Exchange.Complete : Exchange.Wrong;
    }
}
