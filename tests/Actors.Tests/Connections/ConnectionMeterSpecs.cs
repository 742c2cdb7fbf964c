using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Net;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Actors.Tests.Connections;

public sealed class ConnectionMeterSpecs : GatewaySpecs
{
    private readonly ConcurrentDictionary<string, long> _active = new();
    private readonly TestProbe _session;
    private readonly IActorRef _connection;

    public ConnectionMeterSpecs()
    {
        var gateway = new GatewayContext
        {
            Services = new[] { "first", "second" }.ToFrozenDictionary(name => name, name => new ServicePolicy(name, Resume: true, TimeSpan.FromSeconds(30))),
            Load = new GatewayLoad(10, long.MaxValue),
            LoggerFactory = NullLoggerFactory.Instance,
        };
        _session = CreateTestProbe();
        var sockets = new SocketPair(new IPEndPoint(IPAddress.Loopback, 1625), new IPEndPoint(IPAddress.Loopback, 80));
        var accepted = new AcceptedConnection(new ConnectionId(1), sockets, CreateTestProbe().Ref, null, Listener() with { Service = "first" });
        _connection = Sys.ActorOf(ConnectionActor.PropsFor(gateway, accepted, _session.Ref));
        Watch(_connection);
        _session.ExpectMsg<SessionOpening>();
    }

    [Fact]
    public void Sessions_are_counted_for_the_service_that_they_belong_to_and_only_while_they_serve()
    {
        using var meters = Listen();
        Tell(new SessionProtocol.Opened(1, 0, resumable: true));
        AssertActive(first: 1, second: 0);
        Tell(new Commit(1, 1) { Effects = new CommitEffects { Transfer = "second" } });
        AssertActive(first: 0, second: 0);
        Tell(new SessionProtocol.Opened(2, 0, resumable: true));
        AssertActive(first: 0, second: 1);
        _connection.Tell(new ConnectionProtocol.Abort(CloseReasons.Kicked));
        ExpectTerminated(_connection);
        AssertActive(first: 0, second: 0);
    }

    [Fact]
    public void A_session_whose_first_incarnation_never_served_is_counted()
    {
        using var meters = Listen();
        Tell(new SessionProtocol.Refused(1, "full"));
        Assert.Equal(2, _session.FishForMessage<SessionOpening>(_ => true).Open.Epoch);
        Tell(new SessionProtocol.Opened(2, 0, resumable: true));
        AssertActive(first: 1, second: 0);
    }

    private void AssertActive(long first, long second)
    {
        AwaitAssert(
            () => Assert.Equal((first, second), (_active.GetValueOrDefault("first"), _active.GetValueOrDefault("second"))),
            Patience);
    }

    private MeterListener Listen()
    {
        var meters = new MeterListener();
        meters.SetMeasurementEventCallback<long>((_, change, tags, _) =>
        {
            foreach (var (key, value) in tags)
            {
                if (key == Tags.Service) _active.AddOrUpdate((string)value!, change, (_, old) => old + change);
            }
        });
        meters.EnableMeasurementEvents(GatewayTelemetry.ActiveSessions);
        return meters;
    }

    private void Tell(object message) => _connection.Tell(message, _session.Ref);
}
