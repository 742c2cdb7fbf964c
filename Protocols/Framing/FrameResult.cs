namespace SocketGateway.Protocols.Framing;

/// <summary>The outcome of one attempt to read a frame. The default value is <see cref="NeedMore"/>.</summary>
public readonly record struct FrameResult
{
    private FrameResult(FrameStatus status, long consumed, string? reason)
    {
        Status = status;
        Consumed = consumed;
        Reason = reason;
    }

    /// <summary>More input is needed; nothing is consumed.</summary>
    public static FrameResult NeedMore => default;

    /// <summary>Which of the three outcomes this is.</summary>
    public FrameStatus Status { get; }

    /// <summary>Bytes to drop from the start of the input, header and delimiter included; 0 unless complete.</summary>
    public long Consumed { get; }

    /// <summary>One snake_case word, such as <c>frame_too_large</c>; null unless malformed.</summary>
    public string? Reason { get; }

    /// <summary>A frame was read.</summary>
    /// <param name="consumed">Its encoded length in bytes, at least 1: a frame of no bytes at all would never end.</param>
    public static FrameResult Complete(long consumed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(consumed);
        return new(FrameStatus.Complete, consumed, null);
    }

    /// <summary>The input can never become a frame.</summary>
    /// <param name="reason">One snake_case word: it ends up in close reasons and metric tags, so never bytes of the input.</param>
    public static FrameResult Malformed(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(FrameStatus.Malformed, 0, reason);
    }
}
