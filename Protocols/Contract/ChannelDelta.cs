namespace SocketGateway.Protocols.Contract;

/// <summary>A commit's part for one channel: input consumed up to <see cref="InputTo"/>, output that begins at <see cref="OutputFrom"/>.</summary>
internal readonly struct ChannelDelta
{
    public int Channel { get; init; }
    public long InputFrom { get; init; }
    public long InputTo { get; init; }

    /// <summary>The end of input, which has a position of its own after the last byte, is consumed as well.</summary>
    public bool EndConsumed { get; init; }

    public long OutputFrom { get; init; }
    public ReadOnlyMemory<byte> Output { get; init; }
}
