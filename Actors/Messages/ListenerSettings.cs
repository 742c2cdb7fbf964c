using System.Net;

namespace SocketGateway.Actors.Messages;

/// <summary>One listener, as configured.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Service">The service it routes to.</param>
/// <param name="Backlog">Connections that the kernel keeps waiting.</param>
/// <param name="MaxConnections">Open connections at a time; 0: only the gateway's own limit.</param>
/// <param name="MaxConnectionsPerClient">Open connections of one address; 0: no limit.</param>
/// <param name="IdleTimeout">Without a byte either way for this long a connection is closed; zero: never.</param>
/// <param name="ReadBufferBytes">The size of one read, and what Akka.IO keeps for each connection.</param>
/// <param name="Tls">Null: clear text.</param>
/// <param name="Allow">The networks whose clients may come; null or empty: all.</param>
/// <param name="Deny">The networks whose clients are refused, whatever is allowed.</param>
/// <param name="AcceptRate">Connections taken a second; 0: no limit.</param>
/// <param name="AcceptRatePerClient">The same of one client; 0: no limit.</param>
/// <param name="Prelude">What is looked at before a connection has a service; null: nothing.</param>
/// <param name="IsShared">Whether another process of the same user may listen there too, and the one that came last gets the new clients.</param>
/// <param name="Bandwidth">What its connections may move; null: no limit.</param>
internal sealed record ListenerSettings(
    string Name,
    IPEndPoint EndPoint,
    string Service,
    int Backlog = 1024,
    int MaxConnections = 0,
    int MaxConnectionsPerClient = 0,
    TimeSpan IdleTimeout = default,
    int ReadBufferBytes = ListenerSettings.ReadBuffer,
    TlsSettings? Tls = null,
    IReadOnlyList<IPNetwork>? Allow = null,
    IReadOnlyList<IPNetwork>? Deny = null,
    int AcceptRate = 0,
    int AcceptRatePerClient = 0,
    PreludePlan? Prelude = null,
    bool IsShared = false,
    ListenerBandwidth? Bandwidth = null)
{
    /// <summary>What Akka.IO keeps for each connection that it reads, in bytes.</summary>
    public const int ReadBuffer = 16 * 1024;

    /// <summary>And for one that it never reads.</summary>
    public const int NoReadBuffer = 16;
}
