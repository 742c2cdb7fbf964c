using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Messages;

/// <summary>The bandwidth of one listener, shared by its connections whoever moves their bytes. Thread-safe.</summary>
internal sealed class ListenerBandwidth(BandwidthLimits limits, long now)
{
    private readonly ByteBucket? _receive = ByteBucket.Of(limits.Receive, now);
    private readonly ByteBucket? _send = ByteBucket.Of(limits.Send, now);

    public BandwidthLimits Limits => limits;

    /// <summary>The share of one more connection.</summary>
    public ConnectionBandwidth Begin(long now) => new(
        (ByteBucket.Of(limits.ReceivePerConnection, now), _receive),
        (ByteBucket.Of(limits.SendPerConnection, now), _send));
}
