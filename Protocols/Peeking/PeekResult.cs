namespace SocketGateway.Protocols.Peeking;

/// <summary>The outcome of one look at the first bytes of a connection. The default value is <see cref="NeedMore"/>.</summary>
internal readonly record struct PeekResult
{
    private PeekResult(PeekStatus status, string? reason) => (Status, Reason) = (status, reason);

    /// <summary>More bytes are needed.</summary>
    public static PeekResult NeedMore => default;

    /// <summary>Another protocol.</summary>
    public static PeekResult Foreign => new(PeekStatus.Foreign, null);

    /// <summary>Everything was read.</summary>
    public static PeekResult Done => new(PeekStatus.Done, null);

    public PeekStatus Status { get; }

    /// <summary>One snake_case word, such as <c>bad_checksum</c>; null unless malformed.</summary>
    public string? Reason { get; }

    /// <summary>The rules of the protocol are broken.</summary>
    /// <param name="reason">One snake_case word: it ends up in logs and metric tags, so never bytes of the input.</param>
    public static PeekResult Malformed(string reason) => new(PeekStatus.Malformed, reason);
}
