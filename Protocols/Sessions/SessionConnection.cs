using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>The connection that a session serves, as far as the session may know it.</summary>
public sealed class SessionConnection
{
    private readonly SessionRunner _runner;

    internal SessionConnection(SessionRunner runner, ConnectionInfo info, string service) =>
        (_runner, Info, Service) = (runner, info, service);

    /// <summary>What is fixed about the connection.</summary>
    public ConnectionInfo Info { get; }

    /// <summary>The connection's name in logs, traces and lists.</summary>
    public ConnectionId Id => Info.Id;

    /// <summary>The client's socket and the gateway's.</summary>
    public SocketPair SocketPair => Info.Sockets;

    /// <summary>The configured name of the listener.</summary>
    public string Listener => Info.Listener;

    /// <summary>The configured name of the service.</summary>
    public string Service { get; }

    /// <summary>What protects the connection; null while it is in clear text.</summary>
    public TlsInfo? Tls => Info.Tls;

    /// <summary>In clear text, and the listener has a certificate: <c>StartTls</c> is possible.</summary>
    public bool CanStartTls => Info.CanStartTls;

    /// <summary>A name by which messages can be pushed to this connection; set in a step, it takes effect with its commit.</summary>
    public string? Alias
    {
        get => _runner.Alias;
        set => _runner.SetAlias(value);
    }
}
