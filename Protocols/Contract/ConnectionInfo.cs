using System.Diagnostics;
using System.Net;

namespace SocketGateway.Protocols.Contract;

/// <summary>What is fixed about a connection from its accept to its end.</summary>
/// <param name="Id">The connection's name.</param>
/// <param name="Sockets">Its two sockets.</param>
/// <param name="Listener">The configured name of the listener that accepted it.</param>
/// <param name="Trace">The trace of which everything done for this connection is part.</param>
public sealed record ConnectionInfo(ConnectionId Id, SocketPair Sockets, string Listener, ActivityContext Trace)
{
    /// <summary>What protects the connection; null while it is in clear text.</summary>
    public TlsInfo? Tls { get; init; }

    /// <summary>The proxy that brought the client and said who it is, by HAProxy's PROXY protocol; null when the client came by itself.</summary>
    public IPEndPoint? Proxy { get; init; }

    /// <summary>The host name that the client asked for before it had a service, in its ClientHello or by its proxy; null when it asked for none, or nobody looked.</summary>
    public string? ServerName { get; init; }

    /// <summary>In clear text, and the listener has a certificate: the session may ask for TLS.</summary>
    public bool CanStartTls { get; init; }
}
