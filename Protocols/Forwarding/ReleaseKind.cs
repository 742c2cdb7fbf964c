namespace SocketGateway.Protocols.Forwarding;

/// <summary>How a connection to a destination ended.</summary>
public enum ReleaseKind
{
    /// <summary>Closed by either side, or ended from here, an idle timeout of the gateway included.</summary>
    Orderly,

    /// <summary>Reset by the destination.</summary>
    Reset,

    /// <summary>The destination's host acknowledged nothing any more.</summary>
    TimedOut,
}
