using SocketGateway.Protocols.Admission;

namespace SocketGateway.Actors.Messages;

/// <summary>What the connections of one listener may move, in bytes a second: all of them together, and each by itself. 0: no limit.</summary>
/// <param name="Receive">From all clients.</param>
/// <param name="Send">To all clients.</param>
/// <param name="ReceivePerConnection">From each of them.</param>
/// <param name="SendPerConnection">To each of them.</param>
internal sealed record BandwidthLimits(long Receive, long Send, long ReceivePerConnection, long SendPerConnection)
{
    public const long Least = ByteBucket.LeastRate;

    public const long Most = ByteBucket.MostRate;

    /// <summary>What one read of a client may bring, in bytes; <see cref="int.MaxValue"/> when only sending is limited.</summary>
    public int ReceiveSlice => Math.Min(ByteBucket.SliceOf(Receive), ByteBucket.SliceOf(ReceivePerConnection));

    public bool IsNone => (Receive | Send | ReceivePerConnection | SendPerConnection) == 0;
}
