namespace SocketGateway.Protocols.Links;

/// <summary>Why links end, as logs and metrics show it; <see cref="LinkLedger.Detail"/> has the rest.</summary>
internal static class LinkReasons
{
    /// <summary>The other end was silent for <see cref="LinkLimits.Timeout"/>.</summary>
    public const string Timeout = "link_timeout";

    /// <summary>The other end has no link of this number, or not any more.</summary>
    public const string Gone = "link_gone";

    /// <summary>A frame is missing.</summary>
    public const string FrameLost = "link_frame_lost";

    /// <summary>A frame that nobody who speaks this version sends.</summary>
    public const string Malformed = "link_malformed";

    /// <summary>The other end speaks another version of the wire format.</summary>
    public const string Version = "link_version";
}
