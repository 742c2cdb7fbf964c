using System.Net.Sockets;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>Sends every byte in a packet of its own.</summary>
internal sealed class DrippingStream(Socket socket) : NetworkStream(socket)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < buffer.Length; i++) await base.WriteAsync(buffer.Slice(i, 1), cancellationToken);
    }
}
