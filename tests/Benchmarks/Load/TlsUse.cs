namespace SocketGateway.Benchmarks.Load;

/// <summary>Whether the load client speaks TLS, and how it begins.</summary>
internal enum TlsUse
{
    None,

    /// <summary>Each connection begins with a full handshake.</summary>
    Full,

    /// <summary>Each connection but the first resumes the session of the one before in its place.</summary>
    Resumed,
}
