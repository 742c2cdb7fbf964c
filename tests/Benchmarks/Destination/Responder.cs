using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Destination;

/// <summary>What the destination does when a connection can be read or written; stateless but for its buffer, so that one serves all connections.</summary>
internal abstract class Responder
{
    protected byte[] Buffer { get; } = new byte[BulkPattern.Period];

    public static Responder For(DestinationOptions options) => options.Mode switch
    {
        DestinationMode.Source => new SourceResponder(options.Size),
        DestinationMode.Sink => new SinkResponder(options.Size),
        _ => new EchoResponder(),
    };

    /// <summary>Reads once; a negated errno value, or 0 at the end, when the connection is over.</summary>
    public abstract int Read(Peer peer);

    /// <summary>Sends once of what is owed; a negated errno value when it cannot.</summary>
    public abstract int Write(Peer peer);

    protected static int Sent(Peer peer, int result)
    {
        if (result <= 0)
            return result;
        peer.Sent += result;
        peer.Owed -= result;
        return result;
    }
}
