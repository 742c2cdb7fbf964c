using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Clustering;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Tests.Clustering;

/// <summary>A node that takes links in one process with a gateway that dials, between probes in the place of connections on the one side and of services and sessions on the other.</summary>
public abstract class LinkedSpecs : GatewaySpecs
{
    private protected static readonly NodeId ServiceNode = new("service.test:1", 7);

    private protected LinkedSpecs(ILoggerFactory? log = null)
    {
        Services = CreateTestProbe();
        There = CreateContext(log: log);
        There.Loads.Add("test", 0, StateReadability.None);
        There.Nodes.Set(new NodeEntry(ServiceNode, Services.Ref, IsLocal: true, There.Report()));
    }

    /// <summary>The node that takes links.</summary>
    private protected GatewayContext There { get; }

    /// <summary>Its services.</summary>
    private protected TestProbe Services { get; }

    /// <summary>What lies between the two.</summary>
    private protected LinkRelay Network { get; } = new();

    private protected void Take(ClusterTls? tls, LinkLimits limits) => Sys.ActorOf(LinkDoor.PropsFor(ContextOf(There, tls, limits), Network));

    private protected IActorRef Dial(GatewayContext here, ClusterTls? tls, LinkLimits limits) =>
        Sys.ActorOf(GatewayLinkActor.PropsFor(ContextOf(here, tls, limits), ServiceNode.Address, "127.0.0.1", Network.Port));

    protected override void AfterAll()
    {
        Network.Dispose();
        base.AfterAll();
    }

    private static ClusterContext ContextOf(GatewayContext gateway, ClusterTls? tls, LinkLimits limits) =>
        new() { Gateway = gateway, Limits = limits, IsGateway = true, Supervisor = ActorRefs.Nobody, Tls = tls };
}
