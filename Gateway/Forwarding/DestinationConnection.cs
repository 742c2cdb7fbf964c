using System.Net.Security;
using System.Net.Sockets;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>A connection to a destination: its socket, and the stream of what is said in it, which may be under TLS.</summary>
internal sealed class DestinationConnection(string destination, Socket socket, Stream stream) : IDisposable
{
    /// <summary>The destination's name.</summary>
    public string Destination => destination;

    public Stream Stream => stream;

    /// <summary>Nothing more will be said from here; the destination's answer may still come.</summary>
    public async Task EndOutputAsync(CancellationToken stop)
    {
        if (stream is SslStream tls) await tls.ShutdownAsync().WaitAsync(stop);
        socket.Shutdown(SocketShutdown.Send);
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }
}
