namespace SocketGateway.Actors.Telemetry;

/// <summary>The names of attributes.</summary>
internal static class Tags
{
    public const string Listener = "socketgateway.listener";
    public const string Service = "socketgateway.service";
    public const string ConnectionId = "socketgateway.connection.id";
    public const string Epoch = "socketgateway.epoch";
    public const string Step = "socketgateway.step";
    public const string Side = "socketgateway.side";
    public const string Commits = "socketgateway.commits";
    public const string ErrorType = "error.type";
    public const string ServerPort = "server.port";
    public const string Transport = "network.transport";
    public const string LocalAddress = "network.local.address";
    public const string LocalPort = "network.local.port";
    public const string PeerAddress = "network.peer.address";
    public const string PeerPort = "network.peer.port";
    public const string BytesReceived = "socketgateway.bytes_received";
    public const string EventsDropped = "socketgateway.events_dropped";
    public const string Detail = "socketgateway.detail";
    public const string Direction = "network.io.direction";
    public const string Version = "socketgateway.version";
    public const string Runtime = "process.runtime.version";
    public const string TlsVersion = "tls.protocol.version";
    public const string TlsCipher = "tls.cipher";
    public const string TlsNextProtocol = "tls.next_protocol";
    public const string TlsClientSubject = "tls.client.subject";
    public const string ServerAddress = "server.address";
    public const string Node = "socketgateway.node";
    public const string Destination = "socketgateway.destination";
    public const string State = "socketgateway.state";
    public const string Fence = "socketgateway.fence";
    public const string BytesSent = "socketgateway.bytes_sent";
}
