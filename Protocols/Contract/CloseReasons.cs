namespace SocketGateway.Protocols.Contract;

/// <summary>Why connections end or are refused, as logs, traces and metrics (<c>error.type</c>) show it. Kestrel's words where it has one.</summary>
public static class CloseReasons
{
    /// <summary>An orderly end by either side.</summary>
    public const string None = "";

    /// <summary>The peer reset the connection.</summary>
    public const string ConnectionReset = "connection_reset";

    /// <summary>The peer did not answer any more, as the kernel found out.</summary>
    public const string ConnectionTimeout = "connection_timeout";

    /// <summary>One side had ended, and the other said nothing for <c>HalfCloseTimeout</c>.</summary>
    public const string HalfCloseTimeout = "half_close_timeout";

    /// <summary>The destination that the connection was forwarded to broke it off.</summary>
    public const string DestinationReset = "destination_reset";

    /// <summary>No destination was up, or none had room, for as long as the client may wait.</summary>
    public const string NoDestination = "no_destination";

    /// <summary>Every destination that was tried could not be connected to.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The TLS handshake with the last destination that was tried failed.</summary>
    public const string DestinationTlsFailed = "destination_tls_failed";

    /// <summary>An operator, or a new configuration, wanted no more connections at the destination that this one was forwarded to.</summary>
    public const string DestinationDrained = "destination_drained";

    /// <summary>Reading or writing the socket failed.</summary>
    public const string IoError = "io_error";

    /// <summary>No byte moved for <c>IdleTimeout</c>.</summary>
    public const string IdleTimeout = "idle_timeout";

    /// <summary>An orderly close that the peer did not answer within 5 s without progress.</summary>
    public const string CloseTimeout = "close_timeout";

    /// <summary>No session could take over within <c>OnLost:HoldTimeout</c>.</summary>
    public const string HoldTimeout = "hold_timeout";

    /// <summary>No node that has the service was there within <c>OnLost:HoldTimeout</c>.</summary>
    public const string NoNode = "no_node";

    /// <summary>Within <c>OnLost:HoldTimeout</c> no node was there that can read the session's state.</summary>
    public const string NoCompatibleService = "no_compatible_service";

    /// <summary>The node of the session is gone and its service does not resume.</summary>
    public const string NodeLost = "node_lost";

    /// <summary>The session failed and its service does not resume.</summary>
    public const string ServiceFailed = "service_failed";

    /// <summary>The same input crashed <c>PoisonLimit</c> incarnations.</summary>
    public const string PoisonInput = "poison_input";

    /// <summary>More than 100 incarnations within a minute.</summary>
    public const string UnstableService = "unstable_service";

    /// <summary>A message does not fit the input window.</summary>
    public const string MessageTooLarge = "message_too_large";

    /// <summary>A frame's bytes are wrong.</summary>
    public const string MalformedInput = "malformed_input";

    /// <summary>An operator closed the connection.</summary>
    public const string Kicked = "kicked";

    /// <summary>The gateway stops and the deadline has passed.</summary>
    public const string AppShutdownTimeout = "app_shutdown_timeout";

    /// <summary>The gateway stops; the connection was idle.</summary>
    public const string AppShutdown = "app_shutdown";

    /// <summary>Refused: the listener's or the gateway's <c>MaxConnections</c>.</summary>
    public const string MaxConnections = "max_concurrent_connections_exceeded";

    /// <summary>Refused: the listener's <c>MaxConnectionsPerClient</c>.</summary>
    public const string MaxConnectionsPerClient = "max_connections_per_client_exceeded";

    /// <summary>Refused: the client's address is in the listener's <c>Deny</c>, or not in its <c>Allow</c>.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Refused: the listener's <c>AcceptRate</c>.</summary>
    public const string AcceptRate = "accept_rate_exceeded";

    /// <summary>Refused: the listener's <c>AcceptRatePerClient</c>.</summary>
    public const string AcceptRatePerClient = "accept_rate_per_client_exceeded";

    /// <summary>Refused: the process has hardly any descriptors left.</summary>
    public const string DescriptorLimit = "descriptor_limit";

    /// <summary>Refused: <c>Flow:MaxBufferedBytes</c>.</summary>
    public const string MemoryLimit = "memory_limit";

    /// <summary>Refused: a PROXY header was required and none came.</summary>
    public const string ProxyProtocolMissing = "proxy_protocol_missing";

    /// <summary>Refused: the PROXY header breaks the rules of its protocol.</summary>
    public const string ProxyProtocolMalformed = "proxy_protocol_malformed";

    /// <summary>Refused: the PROXY header took longer than <c>Limits:HandshakeTimeout</c>.</summary>
    public const string ProxyProtocolTimeout = "proxy_protocol_timeout";

    /// <summary>The TLS handshake failed, by either side's fault.</summary>
    public const string TlsHandshakeFailed = "tls_handshake_failed";

    /// <summary>The client showed no certificate where the listener requires one, or one that is not of the listener's authority.</summary>
    public const string ClientCertificateRefused = "client_certificate_refused";

    /// <summary>The TLS handshake took longer than <c>Limits:HandshakeTimeout</c>.</summary>
    public const string TlsHandshakeTimeout = "tls_handshake_timeout";

    /// <summary>Clear text waited behind a request for TLS: somebody may have injected it, so nobody reads it.</summary>
    public const string TlsInjection = "tls_injection";

    /// <summary>A TLS record is wrong, or was cut off.</summary>
    public const string TlsError = "tls_error";

    /// <summary>An error in the gateway itself.</summary>
    public const string Internal = "_OTHER";
}
