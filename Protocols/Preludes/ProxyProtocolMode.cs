namespace SocketGateway.Protocols.Preludes;

/// <summary>Whether a listener's connections begin with a header of HAProxy's PROXY protocol.</summary>
public enum ProxyProtocolMode
{
    /// <summary>They do not, and what looks like one is the client's.</summary>
    Off,

    /// <summary>Those of trusted networks may.</summary>
    Optional,

    /// <summary>All do, and only trusted networks may connect.</summary>
    Required,
}
