namespace SocketGateway.Protocols.ProxyProtocol;

/// <summary>What an extension of version 2 says (section 2.2). There are others; they have a number, and no name here.</summary>
internal enum ProxyTlvType : byte
{
    /// <summary>The application protocol that TLS agreed on (RFC 7301).</summary>
    Alpn = 0x01,

    /// <summary>The host name that the client asked for, as TLS's SNI.</summary>
    Authority = 0x02,

    /// <summary>CRC32c over the whole header, its own four bytes as zeros.</summary>
    Crc32C = 0x03,

    /// <summary>Padding.</summary>
    Noop = 0x04,

    /// <summary>The proxy's name for the connection, up to 128 bytes.</summary>
    UniqueId = 0x05,

    /// <summary>The client's TLS, with extensions of its own.</summary>
    Ssl = 0x20,

    /// <summary>The client's trace, a W3C <c>traceparent</c>: ours, of the 16 types that are left to applications. Others use the same number for other things.</summary>
    TraceParent = 0xE0,
}
