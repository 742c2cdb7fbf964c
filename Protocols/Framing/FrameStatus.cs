namespace SocketGateway.Protocols.Framing;

/// <summary>What a codec found at the start of its input.</summary>
public enum FrameStatus
{
    /// <summary>The input so far may be the beginning of a frame: keep it and ask again when more has arrived.</summary>
    NeedMore,

    /// <summary>A whole frame was read.</summary>
    Complete,

    /// <summary>No further input can make this a frame: the stream is lost.</summary>
    Malformed,
}
