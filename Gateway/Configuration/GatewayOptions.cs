using System.Net;
using SocketGateway.Protocols.Preludes;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The section <c>SocketGateway</c>: everything that is configured, with the defaults for what is not.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "SocketGateway";

    /// <summary>Added to every port from 1 to 1023, so that an ordinary user can run the well-known ones. Default 10000; 0 uses the
    /// ports as they are.</summary>
    public int PortOffset { get; init; } = 10000;

    /// <summary>The address of each listener that states none. Default 127.0.0.1; <c>0.0.0.0</c> and <c>::</c> open it to other
    /// machines.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Whether a second process of the same user may listen on the ports of the listeners: it gets all new clients, and the first can be stopped without refusing one.
    /// Default false. One key for all, since what is handed over is a whole process. Linux only.</summary>
    public bool ReusePort { get; init; }

    /// <summary>The listeners by name. At least one must be enabled, except on a node without the role <c>gateway</c>, which binds none.</summary>
    public IReadOnlyDictionary<string, ListenerOptions> Listeners { get; init; } = new Dictionary<string, ListenerOptions>();

    /// <summary>The services by the name that listeners use.</summary>
    public IReadOnlyDictionary<string, ServiceOptions> Services { get; init; } = new Dictionary<string, ServiceOptions>();

    /// <summary>Who may log in, by login name. None: see <see cref="UserDirectory"/>.</summary>
    public IReadOnlyDictionary<string, UserOptions> Users { get; init; } = new Dictionary<string, UserOptions>();

    /// <summary>What failed logins cost.</summary>
    public LoginOptions Logins { get; init; } = new();

    /// <summary>Byte windows and what else bounds the memory of a connection.</summary>
    public FlowOptions Flow { get; init; } = new();

    /// <summary>Limits of the whole process.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How the process stops.</summary>
    public DrainOptions Drain { get; init; } = new();

    /// <summary>Traces and metrics.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>The HTTP endpoint for operators.</summary>
    public AdminOptions Admin { get; init; } = new();

    /// <summary>Several nodes. Default off.</summary>
    public ClusterOptions Cluster { get; init; } = new();

    /// <summary>Where the listener is bound: its address or the default one, its port with the offset. Port 0 lets the system
    /// choose.</summary>
    public IPEndPoint EndPointOf(ListenerOptions listener) => new(listener.Address ?? Address, EffectivePort(listener.Port));

    /// <summary>The port with <see cref="PortOffset"/> where that applies.</summary>
    public int EffectivePort(int port) => port is > 0 and < 1024 ? port + PortOffset : port;

    /// <summary>The listeners that will be bound.</summary>
    public IEnumerable<KeyValuePair<string, ListenerOptions>> EnabledListeners() => Listeners.Where(listener => listener.Value.Enabled && Cluster.IsGateway);

    /// <summary>The services whose sessions may run in this process.</summary>
    public IEnumerable<KeyValuePair<string, ServiceOptions>> HostedServices() => Cluster.IsService ? Services : [];

    /// <summary>Whether a listener can be reached from another machine; through a proxy in front of it, if not by itself.</summary>
    public bool IsExposed(ListenerOptions listener) => listener.ProxyProtocol.Mode != ProxyProtocolMode.Off || !IPAddress.IsLoopback(listener.Address ?? Address);
}
