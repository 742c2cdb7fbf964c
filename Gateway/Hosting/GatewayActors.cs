using System.Collections.Frozen;
using Akka.Actor;
using Akka.Hosting;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.Services;
using SocketGateway.Actors.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Certificates;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Gateway.Http;
using SocketGateway.Gateway.Services;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Turns options into the actor system of the sockets.</summary>
internal static class GatewayActors
{
    /// <summary>The system that owns the listeners, the connections and the local sessions.</summary>
    public const string SystemName = "sockets";

    private const string Hocon = """
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        # A tick wakes a thread; what is timed here needs no better than this.
        akka.scheduler.tick-duration = 20ms
        # The host drains first; Akka's own handler of signals would come before it.
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(CreateContext);
        services.AddAkka(SystemName, (akka, provider) => akka
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .ConfigureLoggers(log =>
            {
                log.ClearLoggers();
                log.AddLoggerFactory(new AkkaLogs(provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<GatewayContext>()));
            })
            .WithActors((system, registry) => registry.Register<GatewaySupervisor>(system.ActorOf(Supervisor(provider), "gateway"))));
    }

    private static GatewayContext CreateContext(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<GatewayStart>().Options;
        var budget = ResourceBudget.For(options);
        var load = new GatewayLoad(budget.MaxConnections, budget.MaxBufferedBytes);
        return new GatewayContext
        {
            Address = options.Cluster.Enabled ? ClusterHosting.AddressOf(options.Cluster) : "local",
            Flow = (options.Flow.InputWindow, options.Flow.OutputWindow, options.Flow.MaxCommit, options.Flow.MaxState),
            Services = options.Services.ToFrozenDictionary(s => s.Key, s => Policy(provider, s.Key, s.Value, load), StringComparer.OrdinalIgnoreCase),
            Load = load,
            Preludes = SocketDuplicate.IsSupported ? new Preludes(provider.GetRequiredService<Relay>()) : null,
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
            StepTimeout = options.Flow.StepTimeout,
            TraceSteps = options.Telemetry.Steps,
            Part = (options.Cluster.Version ?? "", options.Cluster.Weight, options.Cluster.Rebalance),
        };
    }

    private static ServicePolicy Policy(IServiceProvider provider, string name, ServiceOptions service, GatewayLoad load)
    {
        var ports = service.Settings is FtpServiceOptions ftp ? ftp.PassivePorts : default;
        return new ServicePolicy(name, service.OnLost.Action == OnLostAction.Resume, service.OnLost.HoldTimeout, ports.From, ports.To)
        {
            Placement = service.Placement.Policy,
            PreferLocal = service.Placement.PreferLocal,
            MaxSessions = service.Placement.MaxSessions ?? 0,
            Lender = SocketDuplicate.IsSupported ? LenderOf(provider, name, service, load) : null,
        };
    }

    /// <summary>Who moves the bytes of the service's connections in the place of messages; null for most, and for those that are encrypted here.</summary>
    private static ILender? LenderOf(IServiceProvider provider, string name, ServiceOptions service, GatewayLoad load)
    {
        var start = provider.GetRequiredService<GatewayStart>();
        if (HttpServiceHosts.IsHttp(start.Types, service))
        {
            // In a cluster, and where sessions are counted, there must be sessions.
            return start.Options.Cluster.Enabled || service.Placement.MaxSessions > 0 ? null : ActivatorUtilities.CreateInstance<KestrelLender>(provider, name);
        }

        if (provider.GetRequiredService<ForwardServices>().Find(name) is not { Tls: null } forward) return null;
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("SocketGateway.Forwarding");
        return new ForwardLender(name, provider.GetRequiredService<Relay>(), forward.Pool, forward.Settings, forward.Meter, forward.Connections, load, new RepeatLimiter(TimeProvider.System), log);
    }

    private static Props Supervisor(IServiceProvider provider)
    {
        var start = provider.GetRequiredService<GatewayStart>();
        var certificates = provider.GetRequiredService<CertificateStore>();
        var factories = start.Options.HostedServices().ToDictionary(
            s => s.Key,
            s => (ISessionFactory)new SessionFactory(provider, start.Types.Find(s.Value.Type)!.Session!, new ServiceContext(s.Key, s.Value)),
            StringComparer.OrdinalIgnoreCase);
        var context = provider.GetRequiredService<GatewayContext>();
        var listeners = start.Options.EnabledListeners().Select(l => Settings(context, start.Options, l.Key, l.Value, certificates)).ToList();
        return GatewaySupervisor.PropsFor(context, listeners, factories);
    }

    private static ListenerSettings Settings(GatewayContext context, GatewayOptions options, string name, ListenerOptions listener, CertificateStore certificates) => new(
        name,
        options.EndPointOf(listener),
        listener.Service,
        listener.Backlog,
        listener.Limits.MaxConnections ?? 0,
        listener.Limits.MaxConnectionsPerClient ?? 0,
        listener.Limits.IdleTimeout ?? TimeSpan.Zero,
        ReadBufferOf(context, listener),
        Tls: listener.Tls is { } tls ? new TlsSettings(certificates.Of(name).Choose, listener.Limits.HandshakeTimeout, tls.Mode == TlsMode.Implicit) : null,
        Allow: listener.Allow,
        Deny: listener.Deny,
        AcceptRate: listener.Limits.AcceptRate ?? 0,
        AcceptRatePerClient: listener.Limits.AcceptRatePerClient ?? 0,
        Prelude: PreludeOf(options, listener),
        IsShared: options.ReusePort,
        Bandwidth: listener.Limits.Bandwidth is { IsNone: false } limits ? new ListenerBandwidth(limits, MonotonicClock.Now) : null);

    /// <summary>Nearly nothing where somebody else reads all its connections; where the clients' rate is limited, no more than they may send in one turn.</summary>
    private static int ReadBufferOf(GatewayContext context, ListenerOptions listener)
    {
        var limits = listener.Limits.Bandwidth;
        var isLent = listener.Routes.Select(r => r.Service).Append(listener.Service).All(s => context.Services[s].LenderFor(listener.Tls is not null, !limits.IsNone) is not null);
        return isLent ? ListenerSettings.NoReadBuffer : Math.Min(ListenerSettings.ReadBuffer, limits.ReceiveSlice);
    }

    /// <summary>What is looked at; null when nothing is.</summary>
    private static PreludePlan? PreludeOf(GatewayOptions options, ListenerOptions listener)
    {
        bool WantsHello(string service) => options.Services[service].Settings is ForwardServiceOptions { HashBy: ForwardHash.Sni };
        var routes = listener.Routes.Select(r => new RoutePlan(r.Service, r.Sni, r.Alpn, r.Clients, [.. r.FirstBytes.Select(text => (ReadOnlyMemory<byte>)FirstBytes.Parse(text))])
        {
            WantsHello = WantsHello(r.Service),
        }).ToList();
        if (WantsHello(listener.Service)) routes.Add(new RoutePlan(listener.Service, [], [], [], []) { WantsHello = true });
        if (routes.Count == 0 && !listener.NeedsPrelude) return null;
        return new PreludePlan(listener.ProxyProtocol.Mode, listener.ProxyProtocol.TrustedNetworks, routes, listener.Limits.HandshakeTimeout, listener.Limits.RouteTimeout);
    }
}
