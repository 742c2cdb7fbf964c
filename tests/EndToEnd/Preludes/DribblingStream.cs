using System.Net.Sockets;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>A client's side of a connection, whose writes are cut into packets of so many bytes.</summary>
internal sealed class DribblingStream(Socket socket, int bytes) : NetworkStream(socket)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (; buffer.Length > 0; buffer = buffer[Math.Min(bytes, buffer.Length)..])
            await base.WriteAsync(buffer[..Math.Min(bytes, buffer.Length)], cancellationToken);
    }
}
