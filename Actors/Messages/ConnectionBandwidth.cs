using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Messages;

/// <summary>The bandwidth of one connection, over all its channels: its own rates, and its part in those of its listener.</summary>
internal sealed class ConnectionBandwidth((ByteBucket? Own, ByteBucket? Shared) receive, (ByteBucket? Own, ByteBucket? Shared) send)
{
    /// <summary>For what one channel brings; null without a limit.</summary>
    public Throttle? Receiving(long now) => Throttle.Of(receive.Own, receive.Shared, now);

    /// <summary>For what goes to it.</summary>
    public Throttle? Sending(long now) => Throttle.Of(send.Own, send.Shared, now);
}
