namespace SocketGateway.Benchmarks.Destination;

/// <summary>One connection at the destination.</summary>
internal sealed class Peer(int descriptor)
{
    public readonly int Descriptor = descriptor;

    /// <summary>Bytes received so far.</summary>
    public long Received;

    /// <summary>Bytes sent so far.</summary>
    public long Sent;

    /// <summary>Bytes to be sent that the kernel did not take yet.</summary>
    public long Owed;

    /// <summary>Those bytes, where they are not to be had otherwise.</summary>
    public byte[] Kept = [];

    /// <summary>What epoll is asked for.</summary>
    public uint Awaited;
}
