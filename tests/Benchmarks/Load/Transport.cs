namespace SocketGateway.Benchmarks.Load;

/// <summary>How bytes get onto a connection and off it; results below zero are negated errno values.</summary>
internal abstract class Transport : IDisposable
{
    public static Transport For(TlsUse tls) => tls == TlsUse.None ? new PlainTransport() : new TlsTransport(tls == TlsUse.Resumed);

    /// <summary>The connection has got its descriptor.</summary>
    public abstract void Open(ClientConnection connection);

    /// <summary>Sends; sets <see cref="ClientConnection.AwaitsPeer"/> when something must be read before anything can be sent.</summary>
    public abstract int Send(ClientConnection connection, ReadOnlySpan<byte> bytes);

    public abstract int Receive(ClientConnection connection, Span<byte> room);

    /// <summary>Whether there is more to receive of which epoll does not know.</summary>
    public abstract bool HasMore(ClientConnection connection);

    /// <summary>The descriptor is about to be closed.</summary>
    public abstract void Close(ClientConnection connection);

    public abstract void Dispose();
}
