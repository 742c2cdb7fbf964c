using Akka.Actor;
using SocketGateway.Actors.Routing;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Routing;

/// <summary>Nodes as a gateway knows them.</summary>
internal static class TestNodes
{
    public const string Service = "test";

    public static NodeEntry Node(string address, ServiceReport? service, int weight = 1, bool leaving = false, bool local = false, IActorRef? link = null, params ServiceReport[] others) => new(
        new NodeId(address, 1),
        link ?? ActorRefs.Nobody,
        local,
        new NodeReport("host", 1, "1.0.0", "", weight, leaving, Rebalance: false, 0, service is null ? others : [service, .. others]));

    public static ServiceReport Report(int sessions = 0, int max = 0, bool draining = false, string state = "", int from = 0, int to = 0, string name = Service) =>
        new(name, sessions, max, draining, state, from, to);

    public static Candidate Candidate(string address, int sessions = 0, int weight = 1) => new(Node(address, Report(sessions), weight), sessions);
}
