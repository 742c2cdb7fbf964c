using Akka.Actor;
using Akka.Hosting;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Supervision;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Turns options into a node of a cluster. Nothing here is called, and no assembly of Akka.Cluster loaded, by a process without one.</summary>
internal static class ClusterHosting
{
    public static ClusterSystem Create(IServiceProvider provider)
    {
        var (start, gateway) = (provider.GetRequiredService<GatewayStart>(), provider.GetRequiredService<GatewayContext>());
        var cluster = start.Options.Cluster;
        _ = ClusterAddress.TryParse(gateway.Address, out var self);
        var settings = new NodeSettings(cluster.Hostname, self.Port, RolesOf(cluster), cluster.SeedNodes, cluster.Tls is { } tls ? TlsOf(tls) : null);
        var links = new ClusterContext
        {
            Gateway = gateway,
            IsGateway = cluster.IsGateway,
            LinkTimeout = cluster.LinkTimeout,
            LinkWindow = cluster.LinkWindow,
            Tls = settings.Tls,
            Sessions = [.. start.Options.HostedServices().Select(service => start.Types.Find(service.Value.Type)?.Session).OfType<Type>().Distinct()],
            Supervisor = provider.GetRequiredService<IRequiredActor<GatewaySupervisor>>().ActorRef,
            Answer = (verb, question) => provider.GetRequiredService<ClusterAnswers>().AnswerAsync(verb, question),
        };
        var children = new Dictionary<string, Func<ActorSystem, Props>> { [LinksActor.Name] = _ => LinksActor.PropsFor(links) };
        if (cluster.IsGateway) children["rebalance"] = _ => RebalanceActor.PropsFor(gateway);
        return new ClusterSystem(settings, gateway, new AkkaLogs(provider.GetRequiredService<ILoggerFactory>(), gateway), children);
    }

    /// <summary>Where other nodes reach this one. A port that the system shall choose is chosen here, and kept for as long as the process lives.</summary>
    public static string AddressOf(ClusterOptions cluster) =>
        $"{cluster.Hostname}:{(cluster.Port == 0 ? ClusterSystem.FreePort(cluster.Hostname) : cluster.Port)}";

    public static IReadOnlyList<string> RolesOf(ClusterOptions cluster) =>
        [.. new[] { (ClusterOptions.GatewayRole, cluster.IsGateway), (ClusterOptions.ServiceRole, cluster.IsService) }.Where(r => r.Item2).Select(r => r.Item1)];

    private static ClusterTls TlsOf(ClusterTlsOptions options) =>
        ClusterTlsFiles.Load(options, out var fault)?.Tls ?? throw new InvalidOperationException($"the certificate of this node cannot be read any more: {fault}");
}
