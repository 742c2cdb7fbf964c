using Akka.Actor;
using Akka.TestKit;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Services;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Actors.Tests.Services;

/// <summary>A service and its sessions, with probes in the place of connections.</summary>
public sealed class ServiceSpecs : GatewaySpecs
{
    private readonly IActorRef _services;
    private readonly TestProbe _connection;

    public ServiceSpecs()
    {
        _connection = CreateTestProbe();
        _services = Sys.ActorOf(ServicesActor.PropsFor(Gateway, new Dictionary<string, ISessionFactory> { ["test"] = TestSessions(), ["small"] = TestSessions() }));
    }

    private protected override IReadOnlyList<ServicePolicy> Policies => [.. base.Policies, new ServicePolicy("small", Resume: true, TimeSpan.FromSeconds(30)) { MaxSessions = 2 }];

    [Fact]
    public async Task Sessions_are_counted_and_end_however_they_do()
    {
        for (var i = 1; i <= 3; i++) Open((ulong)i);
        var (first, second, third) = (ExpectOpened(), ExpectOpened(), ExpectOpened());
        Assert.Equal(3, Load("test").Sessions);
        first.Tell(new SessionProtocol.Ended(7, "over"));
        second.Tell(Kill.Instance);
        Sys.Stop(third);
        await CountsAsync("test", 0);
    }

    [Fact]
    public async Task A_session_that_cannot_be_made_is_not_counted()
    {
        var broken = Sys.ActorOf(ServiceActor.PropsFor("broken", new Factory(() => throw new InvalidOperationException("asked to")), Gateway));
        broken.Tell(TestOpenings.Opening(_connection.Ref, service: "broken"));
        Assert.Contains("asked to", _connection.ExpectMsg<SessionProtocol.Failed>().Error, StringComparison.Ordinal);
        await CountsAsync("broken", 0);
    }

    [Fact]
    public async Task A_full_service_refuses_and_takes_again_when_there_is_room()
    {
        Open(1, service: "small");
        Open(2, service: "small");
        var session = ExpectOpened();
        ExpectOpened();
        Open(3, service: "small");
        Assert.Equal(RefusalReasons.Full, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
        session.Tell(new SessionProtocol.Ended(7, "replaced"));
        await CountsAsync("small", 1);
        Open(3, service: "small");
        ExpectOpened();
    }

    [Fact]
    public void A_reserved_place_is_kept_for_sessions_that_go_on()
    {
        Open(1, service: "small");
        ExpectOpened();
        Reserve("small");
        var found = _connection.ExpectMsg<PlacementProtocol.Found>();
        Assert.Equal((7, Gateway.Self), (found.Epoch, found.Node));
        Reserve("small");
        Assert.Equal(RefusalReasons.Full, _connection.ExpectMsg<PlacementProtocol.NotFound>().Reason);
        Open(2, service: "small");
        Assert.Equal(RefusalReasons.Full, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
        Open(3, service: "small", start: StartKind.Resumed);
        ExpectOpened();
        Open(4, service: "small", start: StartKind.Resumed);
        Assert.Equal(RefusalReasons.Full, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
    }

    [Fact]
    public void A_state_that_cannot_be_read_is_refused_before_a_session_is_made()
    {
        var state = new SessionState(typeof(TestSession.Counter).FullName!, 9, "{}"u8.ToArray());
        _services.Tell(TestOpenings.Opening(_connection.Ref, start: StartKind.Resumed, state: state));
        Assert.Equal(RefusalReasons.StateVersion, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
        Assert.Equal(0, Load("test").Sessions);
        Reserve("test", state.Type, state.Version);
        Assert.Equal(RefusalReasons.StateVersion, _connection.ExpectMsg<PlacementProtocol.NotFound>().Reason);
    }

    [Fact]
    public async Task A_later_epoch_ends_the_earlier_one_and_an_earlier_one_is_never_made()
    {
        Open(1, epoch: 1);
        var older = Watch(ExpectOpened());
        Open(1, epoch: 3);
        ExpectOpened();
        ExpectTerminated(older, Patience);
        Open(1, epoch: 2);
        Open(2, epoch: 1);
        Assert.Equal(1, _connection.FishForMessage<SessionProtocol.Opened>(_ => true, Patience).Epoch);
        await CountsAsync("test", 2);
    }

    [Fact]
    public void A_drained_service_asks_its_sessions_to_leave_and_takes_no_others_until_that_is_over()
    {
        Open(1);
        Open(2);
        ExpectOpened();
        ExpectOpened();
        _services.Tell(new ServiceProtocol.Drain("test", Draining: true));
        Assert.Equal(7, _connection.ExpectMsg<SessionProtocol.Leaving>(Patience).Epoch);
        _connection.ExpectMsg<SessionProtocol.Leaving>(Patience);
        Assert.True(Report("test").Draining);
        Assert.False(Report("small").Draining);
        Open(3);
        Assert.Equal(RefusalReasons.Draining, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
        Reserve("test");
        Assert.Equal(RefusalReasons.Draining, _connection.ExpectMsg<PlacementProtocol.NotFound>().Reason);

        // Those that found no place are asked again.
        _connection.ExpectMsg<SessionProtocol.Leaving>(Patience);
        _services.Tell(new ServiceProtocol.Drain("", Draining: false));
        Open(3);
        _connection.FishForMessage<SessionProtocol.Opened>(_ => true, Patience);
    }

    [Fact]
    public void Many_sessions_are_asked_to_leave_once_a_round()
    {
        const int Sessions = 450;
        for (var i = 1; i <= Sessions; i++) Open((ulong)i);
        for (var i = 1; i <= Sessions; i++) ExpectOpened();
        _services.Tell(new ServiceProtocol.Drain("", Draining: true));
        for (var i = 1; i <= Sessions; i++) _connection.ExpectMsg<SessionProtocol.Leaving>(Patience);
        _connection.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Reports_tell_what_placement_must_know()
    {
        Open(1, service: "small");
        ExpectOpened();
        Assert.Equal(new ServiceReport("small", 1, 2, false, typeof(TestSession.Counter).FullName!, 1, 1), Report("small"));
        Assert.Equal(["small", "test"], Gateway.Loads.Report().Select(report => report.Service));
    }

    [Fact]
    public void A_service_that_is_not_here_refuses()
    {
        Open(1, service: "elsewhere");
        Assert.Equal(RefusalReasons.Unknown, _connection.ExpectMsg<SessionProtocol.Refused>().Reason);
        Reserve("elsewhere");
        Assert.Equal(RefusalReasons.Unknown, _connection.ExpectMsg<PlacementProtocol.NotFound>().Reason);
    }

    private static Factory TestSessions() => new(() => new TestSession(), typeof(TestSession));

    private void Open(ulong id, int epoch = 7, string service = "test", StartKind start = StartKind.New) =>
        _services.Tell(TestOpenings.Opening(_connection.Ref, id, epoch, service, start));

    private void Reserve(string service, string stateType = "", int stateVersion = 0) => _services.Tell(new PlacementProtocol.Reserve(
        new PlacementProtocol.Find(new ConnectionId(9), 7, service, stateType, stateVersion, System.Net.IPAddress.Loopback, default, null), _connection.Ref));

    /// <summary>The session that has just said that it is ready.</summary>
    private IActorRef ExpectOpened()
    {
        _connection.ExpectMsg<SessionProtocol.Opened>(Patience);
        return _connection.LastSender;
    }

    private ServiceLoad Load(string service) => Gateway.Loads.Find(service)!;

    private ServiceReport Report(string service) => Gateway.Loads.Report().Single(report => report.Service == service);

    private Task CountsAsync(string service, int sessions) => AwaitAssertAsync(() => Assert.Equal(sessions, Load(service).Sessions), Patience, TimeSpan.FromMilliseconds(20));
}
